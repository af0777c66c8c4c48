package global.pryzma.ledger.security;

import io.micronaut.http.HttpRequest;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The address of the client of a request, as the connection or a trusted proxy says. */
public record ClientAddress(InetAddress address) {
    private static final String ATTRIBUTE = ClientAddress.class.getName();

    /** The address that the pipeline has found; before that, the connection's. */
    public static ClientAddress of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, ClientAddress.class)
                .orElseGet(() -> new ClientAddress(request.getRemoteAddress().getAddress()));
    }

    public void attachTo(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    Object site() {
        return site(address);
    }

    /** What is counted as one: a host with IPv6 has the whole of its /64 to choose from. */
    public static Object site(InetAddress address) {
        return address instanceof Inet6Address
                ? (Object) ByteBuffer.wrap(address.getAddress()).getLong()
                : address;
    }
}
