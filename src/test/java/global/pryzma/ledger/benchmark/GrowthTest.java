package global.pryzma.ledger.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.benchmark.JobSteps.Cost;
import global.pryzma.ledger.benchmark.Stored.Fate;
import global.pryzma.ledger.embedded.EmbeddedLedger;
import global.pryzma.ledger.idempotency.store.PurgeTable;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A hundredth of what {@link GrowthBenchmark} does, and what Postgres and the ledger count of it.
 */
class GrowthTest {
    private static final int STORED = 100_000;
    private static final int IN_DOUBT = 30_000;
    private static final Duration RETENTION = Duration.ofHours(1);

    private static ServiceUnderTest service;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        TestProperties.patient(
                                Map.of(
                                        "pryzma.idempotency.purge-interval", "1h",
                                        "pryzma.sweep.interval", "1h")));
        StoredClaims.keep(Sql.url(service));
        Books books = Books.open(service.client(), service.folder());
        books.transfer(UUID.randomUUID(), books.settlement(), books.account("consumer"), 1);
        StoredClaims.keepNoMore(Sql.url(service));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aStepOfAJobReadsNoMoreHoweverMuchIsStoredAndInDoubt() throws Exception {
        String url = Sql.url(service);
        Stored.fill(url, 2 * JobSteps.ROWS);
        Stored.inDoubt(url, 2 * JobSteps.KEYS, Fate.EXECUTED, "1 minute", "-1 second");
        Map<String, Cost> few = JobSteps.costs(service, RETENTION);

        Stored.inDoubt(url, IN_DOUBT, Fate.NEVER_SEEN, "2 days", "1 hour");
        Stored.inDoubt(url, IN_DOUBT, Fate.NEVER_SEEN, "1 minute", "-1 second");
        while (pass(Duration.ofHours(30)).more()) {} // those of two days ago
        assertThat(Sql.number(service, "SELECT count(*) FROM key_kept")).isEqualTo(IN_DOUBT);
        Stored.fill(url, STORED);
        Map<String, Cost> many = JobSteps.costs(service, RETENTION);

        assertThat(few.values()).extracting(Cost::rows).allMatch(rows -> rows < 30_000);
        many.forEach((step, cost) ->
                assertThat(cost.rows())
                        .as(step)
                        .isLessThanOrEqualTo(
                                2 * Objects.requireNonNull(few.get(step)).rows() + 100));
    }

    @AfterEach
    void leaveNothingInDoubt() {
        Sql.run(service, "DELETE FROM idempotency_key WHERE recorded_at IS NULL");
        Sql.run(service, "TRUNCATE key_in_doubt, key_kept");
    }

    @Test
    void hundredsOfKeysShareAMessage() throws Exception {
        String url = Sql.url(service);
        int keys = 4 * JobSteps.KEYS;
        for (Fate fate : Fate.values()) {
            Stored.inDoubt(url, keys, fate, "25 hours", "-1 second");
            long messages = messages();
            GrowthBenchmark.job(service, "resolver").run();
            assertThat(
                            Sql.number(
                                    service,
                                    "SELECT count(*) FROM idempotency_key WHERE recorded_at IS"
                                            + " NULL"))
                    .as(fate.name())
                    .isZero();
            assertThat(Sql.number(service, "SELECT count(*) FROM key_in_doubt")).isZero();
            assertThat(messages() - messages).as(fate.name()).isLessThan(keys / 20);
        }
        assertThat(
                        Sql.number(
                                service,
                                "SELECT count(*) FROM idempotency_key WHERE substring(response"
                                        + " FOR 2) = '\\x0199'"))
                .isEqualTo(keys);
    }

    private static PurgeTable.Step pass(Duration retention) {
        return service.bean(Transactions.class)
                .runJob(connection -> PurgeTable.pass(connection, retention, JobSteps.ROWS));
    }

    private static long messages() {
        return service.isLedgerEmbedded()
                ? service.bean(EmbeddedLedger.class).committedMessages()
                : 0;
    }
}
