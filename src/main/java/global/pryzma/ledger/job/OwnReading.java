package global.pryzma.ledger.job;

/**
 * A job by which an instance keeps what it knows up to date: each does it for itself, and writes
 * nothing.
 */
public interface OwnReading extends Job {
    @Override
    default Sharing sharing() {
        return Sharing.OWN;
    }

    @Override
    default boolean isWriting() {
        return false;
    }
}
