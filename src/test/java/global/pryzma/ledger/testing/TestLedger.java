package global.pryzma.ledger.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ledger behind the tests: the embedded one; or the cluster whose addresses are in the
 * environment variable {@code LEDGER_TEST_ADDRESSES} (its id in {@code LEDGER_TEST_CLUSTER_ID}, 0
 * if not given); or a real server in a container, where the environment asks for {@link
 * Containers}. Of these two only the numbers of a block are the test's own: other services, of this
 * test run or of an earlier one, have their books there as well.
 */
public final class TestLedger implements AutoCloseable {
    private final List<TcpProxy> proxies;
    private final String clusterId;
    private final Numbers numbers;

    private TestLedger(List<TcpProxy> proxies, String clusterId) {
        this.proxies = proxies;
        this.clusterId = clusterId;
        this.numbers = proxies.isEmpty() ? Numbers.ALL : Numbers.someBlock();
    }

    public static TestLedger open() {
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

    /**
     * The same cluster, if the environment names one, as a service is told of it, with nothing
     * between the two: for what is measured.
     */
    public static Optional<Map<String, String>> givenDirectly() {
        return Optional.ofNullable(System.getenv("LEDGER_TEST_ADDRESSES"))
                .filter(addresses -> !addresses.isBlank())
                .map(addresses ->
                        Map.of(
                                "pryzma.ledger.addresses",
                                addresses,
                                "pryzma.ledger.cluster-id",
                                System.getenv().getOrDefault("LEDGER_TEST_CLUSTER_ID", "0")));
    }

    private static TestLedger through(List<String> addresses, String clusterId) {
        return new TestLedger(
                addresses.stream().map(String::strip).map(TcpProxy::to).toList(), clusterId);
    }

    /** Ledger numbers from the first to the last. */
    public record Numbers(long first, long last) {
        private static final Numbers ALL = new Numbers(0, (1L << 32) - 1);

        /** More than any test needs. */
        private static final int BLOCK = 1000;

        /** That two take the same one is less likely than that the disk fails. */
        public static Numbers someBlock() {
            int first = ThreadLocalRandom.current().nextInt(BLOCK, Integer.MAX_VALUE - BLOCK);
            return new Numbers(first, first + BLOCK - 1L);
        }

        public boolean has(long number) {
            return first <= number && number <= last;
        }
    }

    /** Those that nobody uses but the service under test. */
    public Numbers numbers() {
        return numbers;
    }

    public boolean isEmbedded() {
        return proxies.isEmpty();
    }

    public Map<String, Object> properties() {
        return isEmbedded()
                ? Map.of("pryzma.ledger.embedded", true)
                : Map.of(
                        "pryzma.ledger.addresses",
                        addresses(),
                        "pryzma.ledger.cluster-id",
                        clusterId);
    }

    public List<String> addresses() {
        return proxies.stream().map(TcpProxy::address).toList();
    }

    public String clusterId() {
        return clusterId;
    }

    public void cut() {
        proxies.forEach(TcpProxy::cut);
    }

    public void mend() {
        proxies.forEach(TcpProxy::mend);
    }

    @Override
    public void close() {
        proxies.forEach(TcpProxy::close);
    }
}
