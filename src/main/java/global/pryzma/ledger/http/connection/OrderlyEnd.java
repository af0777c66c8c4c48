package global.pryzma.ledger.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;

/**
 * The end of a connection, in the order that lets the client have the last answer: it is told that
 * there is no more, and then the connection is closed. Closed at once, with something unread that
 * the client has sent, it would be reset, and the client's system would report that in place of the
 * answer's end. The JDK's transport does so by itself, Linux' own does not.
 */
final class OrderlyEnd extends ChannelOutboundHandlerAdapter {
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (context.channel() instanceof DuplexChannel channel
                && channel.isActive()
                && !channel.isOutputShutdown()) {
            var _ = channel.shutdownOutput();
        }
        context.close(promise);
    }
}
