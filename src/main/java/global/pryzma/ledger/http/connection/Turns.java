package global.pryzma.ledger.http.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The turns of one connection: a request is let in when the client has taken the answer to the one
 * before. So a client that sends and does not read has one request worked on and one answer in
 * memory, and one that closes its side after its last request is not missed before it has its
 * answer.
 */
public final class Turns extends ChannelDuplexHandler {
    private static final AttributeKey<Turns> KEY = AttributeKey.valueOf(Turns.class, "turns");

    private final ConnectionClock clock;
    private final Runnable answerTaken;
    private final Deque<Object> ahead = new ArrayDeque<>(2);
    private final AtomicReference<@Nullable AnswerWatch> watch = new AtomicReference<>();
    private @Nullable ChannelHandlerContext context;

    /** Whether a request has begun to come in and is not complete. */
    private boolean receiving;

    /** Whether a request has begun to come in whose answer the client has not taken. */
    private boolean owed;

    /** How many parts of the answer the client has to take; of most answers there is one. */
    private int partsUnderWay;

    private int answerBytes;
    private boolean answerIsUnderWay;
    private volatile boolean gone;

    /**
     * @param answerTaken told when it may be the turn of the next request
     */
    Turns(ConnectionClock clock, Runnable answerTaken) {
        this.clock = clock;
        this.answerTaken = answerTaken;
    }

    /** Tells {@code watch} of the answer to the request that is worked on, which has none yet. */
    public static void watch(ChannelHandlerContext connection, AnswerWatch watch) {
        Turns turns = connection.channel().attr(KEY).get();
        if (turns == null) {
            throw new IllegalStateException("this is no connection of a client");
        }
        AnswerWatch before = turns.watch.getAndSet(watch);
        if (before != null) {
            before.over(); // there is one answer at a time
        }
        if (turns.gone) {
            turns.end();
        }
    }

    /** Whether the decoder may have more of what the client sends. */
    boolean isOpen() {
        return ahead.isEmpty() && (receiving || !owed);
    }

    /** Whether there are messages that were decoded too early. */
    boolean hasAhead() {
        return !ahead.isEmpty();
    }

    /** Whether it is their turn. */
    boolean isNext() {
        return !receiving && !owed;
    }

    /** Passes the first request of them on. */
    void passAhead() {
        clock.bytes();
        do {
            pass(ahead.remove());
        } while (!ahead.isEmpty() && !(ahead.element() instanceof HttpRequest));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        added.channel().attr(KEY).set(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext current, Object message) {
        if (!ahead.isEmpty() || (message instanceof HttpRequest && owed)) {
            ahead.add(message);
        } else {
            pass(message);
        }
    }

    private void pass(Object message) {
        if (message instanceof HttpRequest) {
            receiving = true;
            owed = true;
            clock.headerIsComplete();
        }
        if (message instanceof LastHttpContent) {
            receiving = false;
            if (owed) {
                clock.requestIsComplete();
            } else {
                clock.idle();
            }
        }
        if (context != null) {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext current, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                current.write(message, promise);
                return;
            }
        }
        if (message instanceof HttpContent) {
            partsUnderWay++;
            clock.answerBegins();
        }
        if (message instanceof LastHttpContent last) {
            // What can't be changed belongs to all, and is in memory whether it waits or not.
            answerBytes = last.content().isReadOnly() ? 0 : last.content().readableBytes();
            answerIsUnderWay = true;
            ChannelPromise told = promise.unvoid();
            current.write(message, told);
            told.addListener(written -> answerIsTaken());
        } else if (message instanceof HttpContent) {
            ChannelPromise told = promise.unvoid();
            current.write(message, told);
            told.addListener(written -> partIsTaken());
        } else {
            current.write(message, promise);
        }
    }

    /** Until there is a next part the client has nothing to do. */
    private void partIsTaken() {
        partsUnderWay--;
        if (partsUnderWay == 0) {
            clock.answerIsTaken();
        }
    }

    @Override
    public void flush(ChannelHandlerContext current) {
        current.flush();
        if (answerIsUnderWay) { // still, so that the client is slower than we are
            answerIsUnderWay = false;
            AnswerWatch waiting = watch.get();
            if (waiting != null) {
                waiting.waits(answerBytes);
            }
        }
    }

    private void answerIsTaken() {
        answerIsUnderWay = false;
        owed = false;
        partIsTaken();
        if (!receiving) {
            clock.idle();
        }
        end();
        answerTaken.run();
    }

    private void end() {
        AnswerWatch ended = watch.getAndSet(null);
        if (ended != null) {
            ended.over();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        gone = true;
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        end();
    }
}
