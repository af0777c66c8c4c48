package global.pryzma.ledger.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.nio.channels.ClosedChannelException;

/**
 * The pieces in which a large answer leaves: the next one when the client has taken those before.
 * Sending copies them to memory outside the heap, of which there is little, and a client that does
 * not read would keep a copy of its whole answer there.
 */
final class AnswerPieces extends ChannelDuplexHandler {
    private static final int PIECE = 32 * 1024;

    private @Nullable ByteBuf rest;
    private @Nullable ChannelPromise sent;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent last && isLarge(last.content())) {
            if (last instanceof FullHttpResponse whole) {
                context.write(
                        new DefaultHttpResponse(
                                whole.protocolVersion(), whole.status(), whole.headers()),
                        context.voidPromise());
            }
            rest = last.content();
            sent = promise.unvoid();
            writePieces(context);
        } else {
            context.write(message, promise);
        }
    }

    /** What is outside the heap already is not copied. */
    private static boolean isLarge(ByteBuf content) {
        return content.readableBytes() > PIECE && !content.isDirect();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (rest != null && context.channel().isWritable()) {
            writePieces(context);
            context.flush();
        }
        context.fireChannelWritabilityChanged();
    }

    private void writePieces(ChannelHandlerContext context) {
        ByteBuf left = rest;
        ChannelPromise promise = sent;
        while (left != null && promise != null && context.channel().isWritable()) {
            if (left.readableBytes() > PIECE) {
                context.write(
                        new DefaultHttpContent(left.readRetainedSlice(PIECE)),
                        context.voidPromise());
            } else {
                rest = null;
                sent = null;
                context.write(new DefaultLastHttpContent(left), promise);
                left = null;
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (rest != null && sent != null) {
            rest.release();
            sent.tryFailure(new ClosedChannelException());
            rest = null;
            sent = null;
        }
    }
}
