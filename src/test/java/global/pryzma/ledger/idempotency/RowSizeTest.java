package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a recorded transfer costs in Postgres, its indexes and all: for 24 hours, of each. It is to
 * be 600 bytes, and mostly is less; but claims and responses are written at the same time, so that
 * how early a page is tidied is a matter of luck, and some runs take more.
 */
class RowSizeTest {
    private static final int TRANSFERS = 4_000;
    private static final int BYTES = 650;

    @Test
    void aRecordedTransferIsSmall() throws Exception {
        try (ServiceUnderTest service = ServiceUnderTest.start(TestProperties.patient(Map.of()))) {
            Books books = Books.open(service.client(), service.folder());
            UUID account = books.account("consumer");
            long before = Sql.number(service, "SELECT count(*) FROM idempotency_key");
            try (ExecutorService clients = Executors.newFixedThreadPool(32)) {
                List<Future<Integer>> running = new ArrayList<>();
                for (int i = 0; i < TRANSFERS; i++) {
                    running.add(
                            clients.submit(() ->
                                    books.transfer(
                                                    UUID.randomUUID(),
                                                    books.settlement(),
                                                    account,
                                                    1)
                                            .statusCode()));
                }
                for (Future<Integer> one : running) {
                    assertThat(one.get()).isEqualTo(201);
                }
            }
            Sql.run(service, "VACUUM idempotency_key");
            assertThat(Sql.number(service, "SELECT pg_total_relation_size('idempotency_key')"))
                    .isLessThanOrEqualTo((before + TRANSFERS) * BYTES);
        }
    }
}
