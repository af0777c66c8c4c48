package global.pryzma.ledger.metrics;

import io.micrometer.core.instrument.Counter;

/** A number that only grows; cheap to add to from many threads. */
public final class Count {
    private final Counter counter;

    Count(Counter counter) {
        this.counter = counter;
    }

    public void add() {
        counter.increment();
    }

    public void add(long more) {
        counter.increment(more);
    }

    public long value() {
        return (long) counter.count();
    }
}
