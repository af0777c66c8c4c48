package global.pryzma.ledger.operations.page;

import global.pryzma.ledger.job.OwnReading;
import global.pryzma.ledger.metrics.Metrics;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last hour of this instance: its counters every few seconds. Nothing is measured for it; what
 * is counted anyway is looked at.
 */
@Singleton
final class Recent implements OwnReading {
    private final Metrics metrics;
    private final Clock clock;
    private final PageSettings settings;
    private final Deque<Sample> samples = new ArrayDeque<>();

    Recent(Metrics metrics, Clock clock, PageSettings settings) {
        this.metrics = metrics;
        this.clock = clock;
        this.settings = settings;
        samples.add(Sample.beginning());
    }

    @Override
    public String name() {
        return "recent";
    }

    @Override
    public Duration interval() {
        return settings.step();
    }

    @Override
    public void run() {
        Sample now = Sample.of(metrics, clock.instant());
        synchronized (samples) {
            samples.addLast(now);
            if (samples.size() > settings.steps() + 1) {
                samples.removeFirst();
            }
        }
    }

    /** The samples, oldest first. */
    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }
}
