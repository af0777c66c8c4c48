package global.pryzma.ledger.http.connection;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;

/** The parts of a connection that this package adds to it, around those of the framework. */
public final class ClientConnection {
    private static final String BYTES = "pryzma-request-bytes";
    private static final String PIECES = "pryzma-answer-pieces";
    private static final String TURNS = "pryzma-turns";

    /** What is read at once of one connection is held until it is its turn, and so not much. */
    private static final RecvByteBufAllocator RECEIVE =
            new AdaptiveRecvByteBufAllocator(512, 2048, 16 * 1024);

    /**
     * What the system keeps for a client that does not read. By itself it keeps up to 4 MB for
     * each, of a memory that all connections of the machine share.
     */
    private static final int SEND_BYTES = 128 * 1024;

    private ClientConnection() {}

    /**
     * Adds them.
     *
     * @param codec the name of the handler that decodes requests and encodes responses
     */
    public static void install(Channel channel, String codec, TimeLimits limits) {
        channel.config().setRecvByteBufAllocator(RECEIVE);
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BYTES);
        ChannelPipeline pipeline = channel.pipeline();
        ConnectionClock clock = new ConnectionClock(channel, limits);
        Turns turns = new Turns(clock, () -> tellOfAnswer(pipeline));
        pipeline.addBefore(codec, BYTES, new RequestBytes(turns, clock));
        pipeline.addAfter(codec, PIECES, new AnswerPieces());
        pipeline.addAfter(PIECES, TURNS, turns);
        clock.start();
        channel.closeFuture().addListener(closed -> clock.stop());
    }

    private static void tellOfAnswer(ChannelPipeline pipeline) {
        ChannelHandlerContext context = pipeline.context(BYTES);
        if (context != null && context.handler() instanceof RequestBytes bytes) {
            bytes.answerIsTaken(context);
        }
    }
}
