package global.pryzma.ledger.idempotency.store;

/**
 * In which columns, and how packed, a row has its command, plan and response: the upper byte of its
 * encoding version, so that a version of the service that does not know the form takes the row for
 * one of a newer version, which it leaves alone, and sees no response.
 *
 * <p>0: all as they are. 1: {@code claim} and {@code response}, if there is any, hold them packed.
 * Permanent.
 */
final class RowForm {
    /** Form 1. */
    static final int PACKED = 1 << 8;

    private static final int UNKNOWN = 2 << 8;

    private RowForm() {}

    /** What is stored for an encoding version, in form 1. */
    static int packed(int encodingVersion) {
        if (encodingVersion < 1 || encodingVersion >= PACKED) {
            throw new IllegalArgumentException("encoding version " + encodingVersion);
        }
        return PACKED | encodingVersion;
    }

    /** Whether this version of the service can read such a row. */
    static boolean isKnown(int stored) {
        return stored < UNKNOWN;
    }

    /** The encoding version; of an unknown form one that no mutation has. */
    static int encodingVersion(int stored) {
        return isKnown(stored) ? stored & ~PACKED : stored;
    }
}
