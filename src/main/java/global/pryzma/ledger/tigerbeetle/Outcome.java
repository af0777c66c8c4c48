package global.pryzma.ledger.tigerbeetle;

/** The end of a {@link Call} that was let into the waiting room. */
sealed interface Outcome<A> {
    record Answered<A>(A answer) implements Outcome<A> {}

    /** The call was never handed to a client, and never will be. */
    record NotAttempted<A>() implements Outcome<A> {}

    /** The same, because it has more events than a message holds. */
    record TooLarge<A>() implements Outcome<A> {}

    /** The call was handed to a client, and nothing definite will be heard of it any more. */
    record NoAnswer<A>(String why) implements Outcome<A> {}
}
