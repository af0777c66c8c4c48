package global.pryzma.ledger.http;

import global.pryzma.ledger.http.wire.Wire;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;

import jakarta.inject.Singleton;

/** The connections of clients get our reading of HTTP in place of the framework's. */
@Singleton
final class StrictConnections
        implements BeanCreatedEventListener<NettyServerCustomizer.Registry>, NettyServerCustomizer {
    private final int maxBodyBytes;

    StrictConnections(HttpSettings settings) {
        this.maxBodyBytes = settings.maxBodyBytes();
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(
            BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(this);
        return event.getBean();
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
        return role == ChannelRole.CONNECTION ? new Connection(channel, maxBodyBytes) : this;
    }

    private record Connection(Channel channel, int maxBodyBytes) implements NettyServerCustomizer {
        @Override
        public void onStreamPipelineBuilt() {
            Wire.install(channel.pipeline(), maxBodyBytes);
        }
    }
}
