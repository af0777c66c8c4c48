package global.pryzma.replica.comparison;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands where a test puts it. */
final class SettableClock {
    private final AtomicLong nanos;

    SettableClock(long nanos) {
        this.nanos = new AtomicLong(nanos);
    }

    long nanos() {
        return nanos.get();
    }

    void set(long newNanos) {
        nanos.set(newNanos);
    }
}
