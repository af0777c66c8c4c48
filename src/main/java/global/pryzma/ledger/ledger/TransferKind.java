package global.pryzma.ledger.ledger;

/** The kind of a transfer, as the {@code code} of its row in the ledger says. Permanent. */
public enum TransferKind {
    /**
     * Money moves from one account to another at a client's request; the only kind that it sees.
     */
    TRANSFER(1),
    /** Closes an account for as long as it is not voided; a void has the same code. */
    FREEZE(2),
    /** Closes an account for good. */
    CLOSE(3),
    /** Moves nothing, and fails if there is anything to move: asserts that a balance is zero. */
    ZERO_BALANCE(4),
    /**
     * Moves nothing between accounts of the service: stands for a change of an account's words, so
     * that its key is used for ever.
     */
    WORDS(5),
    /**
     * Moves nothing between accounts of the service: stands before a batch of independent
     * transfers, and says how many they are.
     */
    ANCHOR(6),
    /**
     * More than an account can hold beside what has been posted to it, held for a moment and given
     * back: asserts that nothing else is held on it. The void has the same code.
     */
    NOTHING_HELD(7),
    /**
     * Moves nothing between accounts of the service: the companion of a hold that was posted, which
     * names the post.
     */
    HOLD_POSTED(8),
    /** The same for a hold that was voided. */
    HOLD_VOIDED(9),
    /** Puts the amount of a transfer, between its companions, to what can be reversed of it. */
    REVERSIBLE(10),
    /** Takes as much from that as is reversed. */
    REVERSED(11),
    /**
     * Moves nothing between accounts of the service: stands before the lines of a journal entry,
     * and says how many they are.
     */
    ENTRY(12),
    /** As {@link #WORDS}, for a change of a transfer's words; it names the transfer as related. */
    TRANSFER_WORDS(13);

    private final int code;

    TransferKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
