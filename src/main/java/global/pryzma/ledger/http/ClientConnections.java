package global.pryzma.ledger.http;

import global.pryzma.ledger.http.connection.AddressShares;
import global.pryzma.ledger.http.connection.ClientConnection;
import global.pryzma.ledger.http.connection.TimeLimits;
import global.pryzma.ledger.http.tls.Tls;
import global.pryzma.ledger.http.wire.BodyLimits;
import global.pryzma.ledger.http.wire.Wire;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.util.SupplierUtil;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.web.router.Router;
import io.netty.channel.Channel;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The connections of clients, which get our reading of HTTP in place of the framework's. A bounded
 * number is open at once, all in all and from one address, as each may hold a body that is still
 * being read; more are closed without a word. When the service shuts down no new ones are accepted,
 * while those that there are still get their answers.
 */
@Singleton
public final class ClientConnections
        implements BeanCreatedEventListener<NettyServerCustomizer.Registry>, NettyServerCustomizer {
    private final int limit;
    private final BodyLimits bodyLimits;
    private final AddressShares shares;
    private final TimeLimits timeLimits;
    private final @Nullable Tls tls;
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    /**
     * @param tls null where connections have none
     */
    ClientConnections(HttpSettings settings, BeanProvider<Router> router, @Nullable Tls tls) {
        this.limit = settings.maxConnections();
        this.bodyLimits =
                new BodyLimits(
                        settings.maxBodyBytes(),
                        settings.maxLargeBodyBytes(),
                        settings.largeBodyBytes(),
                        SupplierUtil.memoized(() -> pathsOfLargeBodies(router.get())));
        this.shares = new AddressShares(settings.maxConnectionsPerAddress(), settings.proxies());
        this.timeLimits = settings.timeLimits();
        this.tls = tls;
    }

    private static Set<String> pathsOfLargeBodies(Router router) {
        return router.uriRoutes()
                .flatMap(route -> ApiRoutes.pathOfLargeBody(route).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(
            BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(this);
        return event.getBean();
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
        return switch (role) {
            case LISTENER -> {
                listeners.add(channel);
                yield this;
            }
            case CONNECTION -> accept(channel);
            case REQUEST_STREAM, PUSH_PROMISE_STREAM -> this;
        };
    }

    private NettyServerCustomizer accept(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                || !take(channel, remote.getAddress())) {
            channel.close();
            return this;
        }
        return new NettyServerCustomizer() {
            @Override
            public void onStreamPipelineBuilt() {
                Wire.install(channel.pipeline(), bodyLimits, tls != null);
                ClientConnection.install(
                        channel, ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, timeLimits);
                if (tls != null) {
                    tls.install(channel, timeLimits.header());
                }
            }
        };
    }

    private boolean take(Channel channel, InetAddress address) {
        if (open.size() >= limit || !shares.take(address)) {
            return false;
        }
        open.add(channel);
        channel.closeFuture()
                .addListener(closed -> {
                    open.remove(channel);
                    shares.leave(address);
                });
        return true;
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
