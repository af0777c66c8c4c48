package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** One run of the purge takes as many batches as it needs, while keys are claimed and recorded. */
class PurgeBatchesTest {
    private static final String OLD = " claimed_at < now() - interval '24 hours'";

    @Test
    void everythingThatIsDueGoesAndNothingElse() throws Exception {
        Map<String, Object> properties =
                Map.of(
                        "pryzma.idempotency.purge-batch",
                        10,
                        "pryzma.idempotency.purge-interval",
                        "1h");
        try (ServiceUnderTest service = ServiceUnderTest.start(TestProperties.patient(properties));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Books books = Books.open(service.client(), service.folder());
            UUID account = books.account("consumer");
            Queue<UUID> made = new ConcurrentLinkedQueue<>();
            AtomicBoolean enough = new AtomicBoolean();
            Future<?> payments =
                    threads.submit(() -> {
                        while (!enough.get()) {
                            UUID key = UUID.randomUUID();
                            assertThat(transfer(books, account, key).statusCode()).isEqualTo(201);
                            made.add(key);
                        }
                    });
            await().atMost(Duration.ofSeconds(30)).until(() -> made.size() >= 5);
            addOld(service, "t.at, k.response", 995);
            addOld(service, "NULL, NULL", 25);
            Purge purge = service.bean(Purge.class);
            try (Connection other = Sql.connect(service);
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute(
                        "SELECT FROM idempotency_key WHERE recorded_at IS NOT NULL AND"
                                + OLD
                                + " LIMIT 1 FOR UPDATE");
                purge.run();
                assertThat(old(service, "NOT NULL")).as("the one that is in use").isOne();
                other.rollback();
            }
            int before = made.size();
            await().atMost(Duration.ofSeconds(30)).until(() -> made.size() >= before + 5);
            enough.set(true);
            payments.get();

            purge.run();
            assertThat(old(service, "NOT NULL")).isZero();
            assertThat(old(service, "NULL")).as("they may still move money").isEqualTo(25);
            assertThat(
                            Sql.number(
                                    service,
                                    "SELECT count(*) FROM key_in_doubt JOIN idempotency_key USING"
                                            + " (organisation_id, key) WHERE"
                                            + OLD))
                    .as("and somebody sees them")
                    .isEqualTo(25);
            for (UUID key : made) {
                HttpResponse<String> again = transfer(books, account, key);
                assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed"))
                        .hasValue("true");
            }
            assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(made.size()));
            service.assertBooksBalance();
        }
    }

    private static HttpResponse<String> transfer(Books books, UUID account, UUID key) {
        return books.transfer(key, books.settlement(), account, 1);
    }

    /** Copies one of the keys to that many which were claimed two days ago. */
    private static void addOld(ServiceUnderTest service, String response, int count) {
        Sql.run(
                service,
                """
                INSERT INTO idempotency_key (organisation_id, key, operation_number,
                    encoding_version, fingerprint, command, plan, claimed_at, owner, recorded_at, response)
                SELECT k.organisation_id, gen_random_uuid(), k.operation_number,
                    k.encoding_version, k.fingerprint, k.command, k.plan, t.at, gen_random_uuid(), %s
                FROM (SELECT * FROM idempotency_key WHERE operation_number = 1
                        AND recorded_at IS NOT NULL ORDER BY claimed_at LIMIT 1) k,
                    (SELECT now() - interval '2 days' + n * interval '1 second' AS at
                     FROM generate_series(1, ?) AS n) t\
                """
                        .formatted(response),
                count);
    }

    private static long old(ServiceUnderTest service, String recorded) {
        return Sql.number(
                service,
                "SELECT count(*) FROM idempotency_key WHERE recorded_at IS "
                        + recorded
                        + " AND"
                        + OLD);
    }
}
