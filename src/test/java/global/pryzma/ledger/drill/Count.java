package global.pryzma.ledger.drill;

/**
 * How much of one kind there is again.
 *
 * @param lost how much the lost time had
 * @param atStart as soon as the service answers
 * @param afterSweep when the sweep has reached the end of the ledger
 * @param afterRetries when every request was repeated
 */
record Count(String what, int lost, int atStart, int afterSweep, int afterRetries) {
    static final String HEAD =
            "%-34s %6s %9s %12s %14s"
                    .formatted("", "lost", "at start", "after sweep", "after retries");

    boolean isBack() {
        return afterRetries == lost;
    }

    @Override
    public String toString() {
        return "%-34s %6d %9d %12d %14d".formatted(what, lost, atStart, afterSweep, afterRetries);
    }
}
