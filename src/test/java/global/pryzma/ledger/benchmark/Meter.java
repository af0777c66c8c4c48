package global.pryzma.ledger.benchmark;

import org.HdrHistogram.Recorder;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Latencies as they come, and what has come since the last look at them. */
final class Meter {
    private static final int DIGITS = 3;

    private final Recorder latencies = new Recorder(TimeUnit.MINUTES.toNanos(2), DIGITS);
    private final LongAdder refused = new LongAdder();
    private long looked = System.nanoTime();

    void took(long nanos) {
        latencies.recordValue(nanos);
    }

    /** An answer that is none: try again. */
    void refused() {
        refused.increment();
    }

    /** Since the last time, or the beginning. */
    synchronized Measured look() {
        long before = looked;
        looked = System.nanoTime();
        return new Measured(
                latencies.getIntervalHistogram(), looked - before, refused.sumThenReset());
    }

    /**
     * What comes in this time, which follows a warm-up.
     *
     * @param onStart is called when the warm-up is over
     */
    Measured measure(Duration warmUp, Duration time, Runnable onStart) throws InterruptedException {
        Thread.sleep(warmUp);
        onStart.run();
        look();
        Thread.sleep(time);
        return look();
    }
}
