package global.pryzma.ledger.tigerbeetle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cluster's addresses as numbers, which are all that the client takes; names are resolved anew
 * for each client. The position of an address is the number of its replica, so one that can't be
 * resolved is not left out: it keeps its last known number, or one where nobody answers, and the
 * others can still be reached.
 */
final class AddressResolver {
    private static final Logger LOG = LoggerFactory.getLogger(AddressResolver.class);

    /** An address at which nobody answers: it is reserved for documentation (RFC 5737). */
    private static final String NOBODY = "192.0.2.1";

    /** The way from a name to its number. */
    interface Lookup {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    private record HostAndPort(String host, String port) {
        /** Reads {@code host:port} and {@code [IPv6]:port}. */
        static HostAndPort parse(String address) {
            int colon = address.lastIndexOf(':');
            String host = colon < 0 ? "" : address.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else if (host.contains(":")) {
                host = "";
            }
            String port = address.substring(colon + 1);
            if (host.isEmpty() || !port.matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                        "pryzma.ledger.addresses has what is neither host:port nor [IPv6]:port: \""
                                + address
                                + "\"");
            }
            return new HostAndPort(host, port);
        }
    }

    private final List<HostAndPort> addresses;
    private final Lookup lookup;
    private final Map<String, String> lastKnown = new ConcurrentHashMap<>();
    private final Set<String> unresolved = ConcurrentHashMap.newKeySet();

    AddressResolver(List<String> addresses, Lookup lookup) {
        this.addresses = addresses.stream().map(HostAndPort::parse).toList();
        this.lookup = lookup;
    }

    /** As many addresses as there are replicas, in their order. May block on a name server. */
    String[] resolve() throws UnknownHostException {
        List<String> resolved = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (HostAndPort address : addresses) {
            resolved.add(numberOf(address.host(), unknown) + ":" + address.port());
        }
        if (unknown.size() == addresses.size()) {
            throw new UnknownHostException("no address of the ledger can be resolved: " + unknown);
        }
        return resolved.toArray(String[]::new);
    }

    private String numberOf(String host, List<String> unknown) {
        try {
            InetAddress found = lookup.resolve(host);
            String number =
                    found instanceof Inet6Address
                            ? "[" + withoutScope(found.getHostAddress()) + "]"
                            : found.getHostAddress();
            lastKnown.put(host, number);
            unresolved.remove(host);
            return number;
        } catch (UnknownHostException notNow) {
            String number = lastKnown.get(host);
            if (unresolved.add(host)) {
                LOG.warn(
                        "The ledger's address {} can't be resolved now, taking {}",
                        host,
                        number == null ? "none" : number);
            }
            if (number == null) {
                unknown.add(host);
                return NOBODY;
            }
            return number;
        }
    }

    private static String withoutScope(String number) {
        int percent = number.indexOf('%');
        return percent < 0 ? number : number.substring(0, percent);
    }
}
