package global.pryzma.ledger.idempotency.packed;

/**
 * What a byte says in the packed form. It stands for itself below {@link #FRAGMENTS}; above, in
 * halves and quarters of the range, for what is said here. Permanent.
 */
final class Token {
    /** And those after it: the piece of text with this number. */
    static final int FRAGMENTS = 0x80;

    /** And those after it: so many bytes follow as they are, and one more. */
    static final int RAW = 0xC0;

    static final int RAW_LIMIT = 16;

    /** And those after it: the id with this place, as text. */
    static final int ID_TEXT = 0xD0;

    /** And those after it: the same, as 16 bytes. */
    static final int ID_BYTES = 0xE0;

    /** An id as text; its 16 bytes follow, and it gets a place. */
    static final int NEW_ID_TEXT = 0xF0;

    /** A moment as text; its nanoseconds follow. */
    static final int TIME_TEXT = 0xF1;

    /** So many zeros as the byte that follows says. */
    static final int ZEROS = 0xF2;

    private Token() {}
}
