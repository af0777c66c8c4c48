package global.pryzma.ledger.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;

import jakarta.inject.Singleton;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of clients. A bounded number is open at once, as each may hold a body that is
 * still being read; and when the service shuts down no new ones are accepted, while those that
 * there are still get their answers.
 */
@Singleton
public final class ClientConnections
        implements BeanCreatedEventListener<NettyServerCustomizer.Registry>, NettyServerCustomizer {
    private final int limit;
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    ClientConnections(HttpSettings settings) {
        this.limit = settings.maxConnections();
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(
            BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(this);
        return event.getBean();
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
        switch (role) {
            case LISTENER -> listeners.add(channel);
            case CONNECTION -> {
                if (open.size() < limit) {
                    open.add(channel);
                    channel.closeFuture().addListener(closed -> open.remove(channel));
                } else {
                    channel.close();
                }
            }
            case REQUEST_STREAM, PUSH_PROMISE_STREAM -> {}
        }
        return this;
    }

    /** Closes the listeners, so that nobody can connect any more. */
    public void stopAccepting() {
        listeners.forEach(listener -> listener.close().syncUninterruptibly());
    }

    /** The number of open connections. */
    public int count() {
        return open.size();
    }
}
