package global.pryzma.ledger.ledger;

/** The outcome of a question to the ledger. */
public sealed interface Reading<T> {
    record Answered<T>(T value) implements Reading<T> {}

    /** No answer within the deadline, or the ledger is out of reach. */
    record Unavailable<T>() implements Reading<T> {}

    /** Too much is waiting already. */
    record Overloaded<T>() implements Reading<T> {}
}
