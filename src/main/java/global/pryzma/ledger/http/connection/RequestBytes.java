package global.pryzma.ledger.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The bytes of a connection on their way to the decoder. It gets them in slices, and only as long
 * as it is the client's turn: what is sent ahead of an answer is not turned into objects, which are
 * many times larger, and once there is some of it nothing more is read.
 */
final class RequestBytes extends ChannelDuplexHandler {
    /** Most requests are smaller, and then pass as they came. */
    private static final int SLICE = 2048;

    private final Turns turns;
    private final ConnectionClock clock;
    private final Deque<ByteBuf> held = new ArrayDeque<>(2);
    private boolean readIsWanted;
    private boolean passing;

    RequestBytes(Turns turns, ConnectionClock clock) {
        this.turns = turns;
        this.clock = clock;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            held.add(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (held.isEmpty()) {
            context.fireChannelReadComplete();
        } else {
            pass(context);
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        readIsWanted = true;
        readIfWanted(context);
    }

    /** The client has taken an answer. */
    void answerIsTaken(ChannelHandlerContext context) {
        if (held.isEmpty() && !turns.hasAhead()) {
            readIfWanted(context);
        } else if (!passing) { // else the loop that passes goes on by itself
            // Not from here, for this is in the middle of the writing of that answer.
            context.executor().execute(() -> pass(context));
        }
    }

    /** Passes on what has come, as far as it is its turn. */
    private void pass(ChannelHandlerContext context) {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (turns.hasAhead() ? turns.isNext() : !held.isEmpty() && turns.isOpen()) {
                if (turns.hasAhead()) {
                    turns.passAhead();
                } else {
                    clock.bytes();
                    context.fireChannelRead(nextSlice());
                    if (!held.isEmpty() && turns.isOpen()) {
                        continue;
                    }
                }
                // Answers that are there already are flushed by this, and so it may be the next
                // one's turn.
                context.fireChannelReadComplete();
            }
        } finally {
            passing = false;
        }
        readIfWanted(context);
    }

    private ByteBuf nextSlice() {
        ByteBuf first = held.element();
        return first.readableBytes() <= SLICE ? held.remove() : first.readRetainedSlice(SLICE);
    }

    private void readIfWanted(ChannelHandlerContext context) {
        if (readIsWanted && !passing && held.isEmpty() && turns.isOpen()) {
            readIsWanted = false;
            context.read();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
