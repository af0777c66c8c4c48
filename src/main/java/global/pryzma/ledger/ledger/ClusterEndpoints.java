package global.pryzma.ledger.ledger;

import java.util.List;

/**
 * The ledger's cluster: its id and where it is.
 *
 * @param clusterId the 128-bit id the cluster was formatted with
 * @param addresses {@code host:port} of every replica, in the cluster's own order; names are
 *     resolved anew at every connection
 */
public record ClusterEndpoints(LedgerId clusterId, List<String> addresses) {
    public ClusterEndpoints {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.size() > 6) {
            throw new IllegalArgumentException("a cluster has 1 to 6 addresses: " + addresses);
        }
    }
}
