package global.pryzma.ledger.security;

/** What is known of a key of the external issuer. */
sealed interface KeyLookup {
    record Found(VerifyingKey key) implements KeyLookup {}

    /** The issuer has no such key. */
    record None() implements KeyLookup {}

    /** It can't be found out at present. */
    record Unsure() implements KeyLookup {}
}
