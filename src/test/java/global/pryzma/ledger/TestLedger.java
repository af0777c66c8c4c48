package global.pryzma.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger behind the tests: the embedded one; or the cluster whose addresses are in the
 * environment variable {@code LEDGER_TEST_ADDRESSES} (its id in {@code LEDGER_TEST_CLUSTER_ID}, 0
 * if not given); or a real server in a container, where Docker answers.
 */
public final class TestLedger implements AutoCloseable {
    private final List<LedgerProxy> proxies;
    private final String clusterId;

    private TestLedger(List<LedgerProxy> proxies, String clusterId) {
        this.proxies = proxies;
        this.clusterId = clusterId;
    }

    static TestLedger open() {
        return given().or(() ->
                        Containers.ledgerAddress().map(address -> through(List.of(address), "0")))
                .orElseGet(() -> new TestLedger(List.of(), "0"));
    }

    /** The cluster that the environment names, if it names one. */
    public static Optional<TestLedger> given() {
        return Optional.ofNullable(System.getenv("LEDGER_TEST_ADDRESSES"))
                .filter(addresses -> !addresses.isBlank())
                .map(addresses ->
                        through(
                                List.of(addresses.split(",")),
                                System.getenv().getOrDefault("LEDGER_TEST_CLUSTER_ID", "0")));
    }

    private static TestLedger through(List<String> addresses, String clusterId) {
        return new TestLedger(
                addresses.stream().map(String::strip).map(LedgerProxy::new).toList(), clusterId);
    }

    boolean isEmbedded() {
        return proxies.isEmpty();
    }

    Map<String, Object> properties() {
        return isEmbedded()
                ? Map.of("pryzma.ledger.embedded", true)
                : Map.of(
                        "pryzma.ledger.addresses",
                        addresses(),
                        "pryzma.ledger.cluster-id",
                        clusterId);
    }

    public List<String> addresses() {
        return proxies.stream().map(LedgerProxy::address).toList();
    }

    public String clusterId() {
        return clusterId;
    }

    void cut() {
        proxies.forEach(LedgerProxy::cut);
    }

    void mend() {
        proxies.forEach(LedgerProxy::mend);
    }

    @Override
    public void close() {
        proxies.forEach(LedgerProxy::close);
    }
}
