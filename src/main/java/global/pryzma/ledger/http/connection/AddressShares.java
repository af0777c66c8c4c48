package global.pryzma.ledger.http.connection;

import global.pryzma.ledger.security.AddressRange;
import global.pryzma.ledger.security.ClientAddress;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The shares of the open connections, by where clients are: one host can't have all of them. Behind
 * a proxy that is trusted all clients have one address, and none of them is to blame for it.
 */
public final class AddressShares {
    private final int limit;
    private final List<AddressRange> trusted;
    private final ConcurrentMap<Object, Integer> openBySite = new ConcurrentHashMap<>();

    /**
     * @param limit of the open connections of one address
     * @param trusted have no limit
     */
    public AddressShares(int limit, List<AddressRange> trusted) {
        this.limit = limit;
        this.trusted = List.copyOf(trusted);
    }

    /** Whether the address may have one connection more, which it then has. */
    public boolean take(InetAddress address) {
        if (isTrusted(address)) {
            return true;
        }
        boolean taken = add(address, 1) <= limit;
        if (!taken) {
            add(address, -1);
        }
        return taken;
    }

    /** Gives back a connection that was taken. */
    public void leave(InetAddress address) {
        if (!isTrusted(address)) {
            add(address, -1);
        }
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private int add(InetAddress address, int more) {
        Integer now =
                openBySite.compute(
                        ClientAddress.site(address),
                        (same, before) -> {
                            int sum = (before == null ? 0 : before) + more;
                            return sum == 0 ? null : sum;
                        });
        return now == null ? 0 : now;
    }
}
