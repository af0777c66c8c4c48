package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.Client;
import com.tigerbeetle.QueryFilter;

import global.pryzma.ledger.ledger.ClusterEndpoints;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the ledger itself, past the service, for every account that there is. */
public final class Auditor {
    private static final int PAGE = 200;
    private static final long PATIENCE_SECONDS = 60;

    /** Of the service's own accounts, through which nothing may flow. */
    private static final int CONTROL_CODE = 900;

    /** What all accounts of one ledger number have together. */
    private static final class Totals {
        private BigInteger debitsPosted = BigInteger.ZERO;
        private BigInteger creditsPosted = BigInteger.ZERO;
        private BigInteger debitsPending = BigInteger.ZERO;
        private BigInteger creditsPending = BigInteger.ZERO;

        void add(AccountBatch account) {
            debitsPosted = debitsPosted.add(account.getDebitsPosted());
            creditsPosted = creditsPosted.add(account.getCreditsPosted());
            debitsPending = debitsPending.add(account.getDebitsPending());
            creditsPending = creditsPending.add(account.getCreditsPending());
        }
    }

    private Auditor() {}

    /**
     * Debits equal credits, posted and pending, in every ledger number of the cluster. While others
     * move money there, the two sides of a transfer may be read before and after it: then it is all
     * read again.
     */
    public static void assertBalanced(ClusterEndpoints cluster) {
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertBalanced(totals(cluster)));
    }

    private static void assertBalanced(Map<Integer, Totals> ledgers) {
        assertThat(ledgers).as("there is at least the genesis account").isNotEmpty();
        ledgers.forEach((ledger, totals) -> {
            assertThat(totals.debitsPosted)
                    .as("posted debits and credits of ledger %d", ledger)
                    .isEqualTo(totals.creditsPosted);
            assertThat(totals.debitsPending)
                    .as("pending debits and credits of ledger %d", ledger)
                    .isEqualTo(totals.creditsPending);
        });
    }

    private static Map<Integer, Totals> totals(ClusterEndpoints cluster) {
        Map<Integer, Totals> ledgers = new TreeMap<>();
        String[] addresses = cluster.addresses().toArray(String[]::new);
        try (Client client = new Client(clusterId(cluster), addresses)) {
            QueryFilter filter = new QueryFilter();
            filter.setLimit(PAGE);
            int read;
            do {
                AccountBatch page =
                        client.queryAccountsAsync(filter).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                read = page.getLength();
                while (page.next()) {
                    if (page.getCode() == CONTROL_CODE) {
                        assertThat(page.getDebitsPosted().add(page.getCreditsPosted()))
                                .as("posted to a control account of ledger %d", page.getLedger())
                                .isZero();
                    }
                    ledgers.computeIfAbsent(page.getLedger(), number -> new Totals()).add(page);
                    filter.setTimestampMin(page.getTimestamp() + 1);
                }
            } while (read == PAGE);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the ledger does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return ledgers;
    }

    private static byte[] clusterId(ClusterEndpoints cluster) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(cluster.clusterId().low())
                .putLong(cluster.clusterId().high())
                .array();
    }
}
