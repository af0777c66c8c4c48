package global.pryzma.ledger.testing;

/** An error that the log fails of as well, as it does for want of memory. */
public final class Unsayable extends Error {
    @Override
    public String getMessage() {
        throw new OutOfMemoryError("for this test");
    }

    @Override
    public String toString() {
        return "for this test";
    }
}
