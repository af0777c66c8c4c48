package global.pryzma.ledger.testing.process;

import global.pryzma.ledger.testing.TcpProxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One address that leads to one of several Postgres servers, as a name or a balancer does where
 * they fail over. Connections stay with the server that they were made to.
 */
public final class Signpost implements AutoCloseable {
    private final TcpProxy proxy =
            new TcpProxy(() ->
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), this.target.port()));
    private volatile PostgresProcess target;

    public Signpost(PostgresProcess target) {
        this.target = target;
    }

    /** Names the database and the user, and nothing else. */
    public String url() {
        return Postmaster.url(proxy.port());
    }

    /** New connections lead there from now on. */
    public void leadTo(PostgresProcess other) {
        target = other;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
