package global.pryzma.ledger.idempotency.store;

/**
 * In which columns, and how packed, a row has its operation, command, plan and response: the upper
 * byte of its encoding version, so that a version of the service that does not know the form takes
 * the row for one of a newer version, which it leaves alone, and sees no response.
 *
 * <p>Its lowest bit: {@code claim} and {@code response}, if there is any, hold command, plan and
 * response packed. The next one: {@code operation_number} stands for the operation. The third: the
 * command that stays in {@code command} is packed. Without them all are as they are. Permanent.
 */
final class RowForm {
    /** Command, plan and response. */
    static final int PACKED = 1 << 8;

    /** The operation. */
    static final int NUMBERED = 2 << 8;

    /** The command in its own column. */
    static final int COMMAND = 4 << 8;

    private static final int UNKNOWN = 8 << 8;
    private static final int ENCODING_VERSION = 0xFF;

    private RowForm() {}

    /**
     * What is stored for the encoding version of a claim, which is packed.
     *
     * @param numbered whether its operation has a number
     * @param command whether the command in its own column is packed
     */
    static int of(int encodingVersion, boolean numbered, boolean command) {
        if (encodingVersion < 1 || encodingVersion > ENCODING_VERSION) {
            throw new IllegalArgumentException("encoding version " + encodingVersion);
        }
        return PACKED | (numbered ? NUMBERED : 0) | (command ? COMMAND : 0) | encodingVersion;
    }

    /** Whether this version of the service can read such a row. */
    static boolean isKnown(int stored) {
        return stored < UNKNOWN;
    }

    /** The encoding version; of an unknown form one that no mutation has. */
    static int encodingVersion(int stored) {
        return isKnown(stored) ? stored & ENCODING_VERSION : stored;
    }
}
