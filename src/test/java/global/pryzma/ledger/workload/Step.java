package global.pryzma.ledger.workload;

/**
 * One request of a script.
 *
 * @param client who sends it, after those of its steps that have lower numbers
 */
record Step(int number, int client, Action action) {
    @Override
    public String toString() {
        return "#%d client %d: %s".formatted(number, client, action);
    }
}
