package global.pryzma.ledger.http;

import global.pryzma.ledger.security.AddressRange;
import global.pryzma.ledger.security.ClientAddress;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The finder of the address that a client has. It is that of the connection, unless that one is a
 * trusted proxy's: then the one that the proxy tells, and so on along the chain of them, backwards.
 * What stands before the first address that is not trusted is the client's own invention.
 *
 * <p>One header is believed, and an operator says which: a proxy passes the other one on as the
 * client has written it.
 */
@Singleton
final class ClientAddresses {
    private static final String FORWARDED = "Forwarded";

    /** Longer than any chain of proxies. */
    private static final int MAX_HOPS = 16;

    /** The {@code for} of an element of {@code Forwarded} (RFC 7239, section 4). */
    private static final Pattern FOR =
            Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;]*)");

    /** An address, and a port, which is nobody's concern. */
    private static final Pattern NODE =
            Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::\\d+)?|([0-9.]+)(?::\\d+)?|([0-9A-Fa-f:.]+)");

    private final List<AddressRange> proxies;
    private final String header;

    ClientAddresses(
            HttpSettings settings,
            @Value("${pryzma.http.forwarded-header:X-Forwarded-For}") String header) {
        this.proxies = settings.proxies();
        this.header = header;
        if (!header.equalsIgnoreCase(FORWARDED) && !header.equalsIgnoreCase("X-Forwarded-For")) {
            throw new IllegalArgumentException(
                    "pryzma.http.forwarded-header is X-Forwarded-For or Forwarded");
        }
    }

    ClientAddress of(HttpRequest<?> request) {
        InetAddress connected = request.getRemoteAddress().getAddress();
        return new ClientAddress(
                isTrusted(connected)
                        ? behind(connected, request.getHeaders().getAll(header))
                        : connected);
    }

    private InetAddress behind(InetAddress proxy, List<String> headers) {
        String[] told = String.join(",", headers).split(",");
        InetAddress known = proxy;
        for (int i = told.length - 1; i >= Math.max(0, told.length - MAX_HOPS); i--) {
            InetAddress next = address(told[i]);
            if (next == null) {
                return known; // a proxy that does not tell stands for all its clients
            }
            known = next;
            if (!isTrusted(next)) {
                return next;
            }
        }
        return known;
    }

    private boolean isTrusted(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }

    private @Nullable InetAddress address(String element) {
        String node = element.strip();
        if (header.equalsIgnoreCase(FORWARDED)) {
            Matcher parameter = FOR.matcher(node);
            if (!parameter.find()) {
                return null;
            }
            node = parameter.group(1).replace("\"", "").strip();
        }
        Matcher parts = NODE.matcher(node);
        if (!parts.matches()) {
            return null;
        }
        try {
            for (int group = 1; group <= 3; group++) {
                if (parts.group(group) != null) {
                    return InetAddress.ofLiteral(parts.group(group));
                }
            }
            return null;
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
