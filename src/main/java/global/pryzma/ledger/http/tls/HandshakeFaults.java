package global.pryzma.ledger.http.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.net.ssl.SSLException;

/**
 * The end of connections whose client does not speak TLS as it should, or has no certificate that
 * is trusted. There are always some, scanners among them: none is worth a line of the log.
 */
final class HandshakeFaults extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeFaults.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        Throwable cause =
                fault instanceof DecoderException && fault.getCause() != null
                        ? fault.getCause()
                        : fault;
        if (cause instanceof SSLException) {
            LOG.debug("{} is closed: {}", context.channel(), cause.toString());
            context.close();
        } else {
            context.fireExceptionCaught(fault);
        }
    }
}
