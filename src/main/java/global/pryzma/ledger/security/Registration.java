package global.pryzma.ledger.security;

/** What is known of a client of the external issuer. */
sealed interface Registration {
    /** It has a credential; the caller is what it may be at most. */
    record Known(Caller client) implements Registration {}

    record Over(Ended ended) implements Registration {}

    record None() implements Registration {}
}
