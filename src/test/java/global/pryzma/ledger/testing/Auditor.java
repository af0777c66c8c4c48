package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.testing.LedgerReader.Account;
import global.pryzma.ledger.testing.LedgerReader.Figures;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks at every account that the ledger has, past the service. */
public final class Auditor {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of the service's own accounts, through which nothing may flow. */
    private static final int CONTROL_CODE = 900;

    private Auditor() {}

    /**
     * Debits equal credits, posted and pending, in every ledger number of the cluster. While others
     * move money there, the two sides of a transfer may be read before and after it: then it is all
     * read again.
     */
    public static void assertBalanced(ClusterEndpoints cluster) {
        try (LedgerReader ledger = new LedgerReader(cluster)) {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertBalanced(ledger.accounts()));
        }
    }

    private static void assertBalanced(List<Account> accounts) {
        assertThat(accounts).as("there is at least the genesis account").isNotEmpty();
        assertThat(accounts)
                .filteredOn(account -> account.code() == CONTROL_CODE)
                .allSatisfy(control -> {
                    assertThat(control.figures().debitsPosted()).as("%s", control).isZero();
                    assertThat(control.figures().creditsPosted()).as("%s", control).isZero();
                });
        Map<Integer, Figures> ledgers =
                accounts.stream()
                        .collect(
                                Collectors.toMap(Account::ledger, Account::figures, Figures::plus));
        ledgers.forEach((ledger, all) -> {
            assertThat(all.debitsPosted())
                    .as("posted debits and credits of ledger %d", ledger)
                    .isEqualTo(all.creditsPosted());
            assertThat(all.debitsPending())
                    .as("pending debits and credits of ledger %d", ledger)
                    .isEqualTo(all.creditsPending());
        });
    }
}
