package global.pryzma.ledger.http.connection;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * The clock of one connection, which is closed without a word when its client lets the service wait
 * for too long. What the service itself takes time for is no client's fault: then the clock stands.
 *
 * <p>A request moves nothing but two numbers; the one timer of a connection looks at them now and
 * then. So a limit is kept to within half of the shortest one.
 */
final class ConnectionClock {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionClock.class);

    private final Channel channel;
    private final long headerNanos;
    private final long bodyNanos;
    private final long answerNanos;
    private final long idleNanos;
    private final long lookNanos;

    private Wait wait = Wait.IDLE;
    private long receiveDueNanoTime;
    private boolean answering;
    private long answerDueNanoTime;
    private @Nullable Future<?> timer;

    /** What the service waits for that a client sends. */
    private enum Wait {
        NOTHING,
        IDLE,
        HEADER,
        BODY
    }

    ConnectionClock(Channel channel, TimeLimits limits) {
        this.channel = channel;
        this.headerNanos = limits.header().toNanos();
        this.bodyNanos = limits.body().toNanos();
        this.answerNanos = limits.answer().toNanos();
        this.idleNanos = limits.idle().toNanos();
        this.lookNanos = Math.max(1, limits.shortestNanos() / 2);
        awaitFrom(Wait.IDLE, idleNanos);
    }

    void start() {
        timer = channel.eventLoop().schedule(this::look, lookNanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** There is nothing of the next request yet. */
    void idle() {
        awaitFrom(Wait.IDLE, idleNanos);
    }

    /** Bytes have come: of a request's header, if it has not begun already. */
    void bytes() {
        if (wait == Wait.IDLE) {
            awaitFrom(Wait.HEADER, headerNanos);
        }
    }

    void headerIsComplete() {
        awaitFrom(Wait.BODY, bodyNanos);
    }

    void requestIsComplete() {
        wait = Wait.NOTHING;
    }

    /** An answer, or the next part of one that is made while it is taken, waits for the client. */
    void answerBegins() {
        answering = true;
        answerDueNanoTime = System.nanoTime() + answerNanos;
    }

    /** All of it that there is so far. */
    void answerIsTaken() {
        answering = false;
    }

    private void awaitFrom(Wait what, long nanos) {
        wait = what;
        receiveDueNanoTime = System.nanoTime() + nanos;
    }

    private void look() {
        long now = System.nanoTime();
        long left = lookNanos;
        if (wait != Wait.NOTHING) {
            left = Math.min(left, receiveDueNanoTime - now);
        }
        if (answering) {
            left = Math.min(left, answerDueNanoTime - now);
        }
        if (left > 0) {
            timer = channel.eventLoop().schedule(this::look, left, TimeUnit.NANOSECONDS);
        } else {
            LOG.debug(
                    "{} is closed: its client was waited for too long ({})",
                    channel,
                    answering ? "ANSWER" : wait);
            channel.close();
        }
    }
}
