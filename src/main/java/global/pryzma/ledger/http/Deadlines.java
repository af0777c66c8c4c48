package global.pryzma.ledger.http;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The watch over deadlines, by which every request is answered, whatever the work on it waits for.
 * All requests have the same time, so that the order in which they came is that of their deadlines:
 * a list without locks and one thread that sleeps until the first is due, where a timer for each
 * would cost more than many a request.
 */
@Singleton
final class Deadlines {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    /** The sleep where no request is pending: the next one is due later than that. */
    private static final Duration IDLE = Duration.ofMillis(50);

    /**
     * The shortest sleep. Who is due within it is answered together with others, up to so much
     * later; else the thread would wake once for each request, answered long ago.
     */
    private static final Duration TICK = Duration.ofMillis(5);

    private final Queue<BoundedWork> pending = new ConcurrentLinkedQueue<>();
    private @Nullable Thread thread;

    @PostConstruct
    void start() {
        thread = Thread.ofPlatform().name("deadlines").daemon().start(this::watch);
    }

    void add(BoundedWork work) {
        pending.add(work);
    }

    private void watch() {
        while (true) {
            try {
                int expired = expireThoseDue();
                if (expired > 0) {
                    LOG.warn("{} requests were not answered by their deadline", expired);
                }
                BoundedWork first = pending.peek();
                TimeUnit.NANOSECONDS.sleep(
                        first == null
                                ? IDLE.toNanos()
                                : Math.max(TICK.toNanos(), first.remainingNanos()));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable _) {
                // Of the log itself, for want of memory. The others have deadlines all the same.
            }
        }
    }

    private int expireThoseDue() {
        int expired = 0;
        BoundedWork first = pending.peek();
        while (first != null && first.remainingNanos() <= 0) {
            pending.poll();
            try {
                expired += first.expire() ? 1 : 0;
            } catch (Throwable fault) { // an Error too: without this thread nobody would see to it
                LOG.error("a request could not be answered", fault);
            }
            first = pending.peek();
        }
        return expired;
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
