package global.pryzma.ledger.http.wire;

import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;

/** The handlers of this package in the pipeline of a connection. */
public final class Wire {
    private Wire() {}

    /**
     * Puts them in place of the framework's codec.
     *
     * @param encrypted whether the connection is; answers ask for no other one then
     */
    public static void install(ChannelPipeline pipeline, BodyLimits limits, boolean encrypted) {
        String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
        ResponseEncoder encoder = new ResponseEncoder(encrypted);
        pipeline.replace(
                codec,
                codec,
                new CombinedChannelDuplexHandler<>(new StrictRequestDecoder(encoder), encoder));
        // Next to the framework: what lies between sees the parts of a request as they arrive.
        pipeline.addBefore(
                ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                "whole-requests",
                new WholeRequests(limits));
    }
}
