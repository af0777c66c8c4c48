package global.pryzma.ledger.workload;

/**
 * One request of a script.
 *
 * @param client who sends it, after those of its steps that have lower numbers
 */
record Step(int number, int client, Action action) {
    /** The same with another content, where it has this one. */
    Step with(Action.Mutation instead, Action.Mutation of) {
        return switch (action) {
            case Action.Mutation mutation when mutation.equals(of) ->
                    new Step(number, client, instead);
            case Action.Again(int first, Action.Mutation content) when content.equals(of) ->
                    new Step(number, client, new Action.Again(first, instead));
            default -> this;
        };
    }

    @Override
    public String toString() {
        return "#%d client %d: %s".formatted(number, client, action);
    }
}
