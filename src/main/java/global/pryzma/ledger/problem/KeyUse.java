package global.pryzma.ledger.problem;

import java.util.Locale;

/** What becomes of the idempotency key of a request that is answered with an error. */
public enum KeyUse {
    /** The request itself was wrong: the key is as unused as before, for whatever content. */
    FREE,

    /** It stands for this answer, or for the request that it was used for first, for ever. */
    USED,

    /**
     * As {@link #FREE} where the request alone, or facts that never change, say so; as {@link
     * #USED} where it follows from what may change.
     */
    EITHER,

    /** Nothing is decided: the same request with the same key will tell. */
    OPEN;

    /** The word for it in the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
