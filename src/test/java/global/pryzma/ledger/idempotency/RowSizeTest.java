package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a recorded transfer costs in the table of keys, its indexes and all: for 24 hours, of each.
 * Keys are random, and the table is vacuumed now and then, as it is where it lives.
 */
class RowSizeTest {
    private static final int TRANSFERS = 4_000;

    /** Autovacuum does it more often, for each fifth of the rows that is new. */
    private static final int VACUUMS = 4;

    private static final int BYTES = 600;

    private static ServiceUnderTest service;
    private static Books books;
    private static UUID account;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(TestProperties.patient(Map.of()));
        books = Books.open(service.client(), service.folder());
        account = books.account("consumer");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /**
     * Without words the claims have transactions of their own, with words they share the
     * responses'.
     */
    @ParameterizedTest
    @ValueSource(strings = {"", ",\"description\":\"Rent\""})
    void aRecordedTransferIsSmall(String words) throws Exception {
        Sql.run(service, "TRUNCATE idempotency_key");
        long empty = size();
        String transfer =
                Books.transferJson(books.settlement(), account, 1).replace("}", words + "}");
        for (int i = 0; i < VACUUMS; i++) {
            payOften(transfer);
            Sql.run(service, "VACUUM idempotency_key");
        }
        assertThat(Sql.number(service, "SELECT count(*) FROM idempotency_key"))
                .isEqualTo(TRANSFERS);
        assertThat(size() - empty).isLessThanOrEqualTo(TRANSFERS * BYTES);
    }

    /** Each index has a page when it is empty, too, which no transfer has cost. */
    private static long size() {
        return Sql.number(service, "SELECT pg_total_relation_size('idempotency_key')");
    }

    private static void payOften(String transfer) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(32)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < TRANSFERS / VACUUMS; i++) {
                running.add(clients.submit(() -> pay(transfer)));
            }
            for (Future<Integer> one : running) {
                assertThat(one.get()).isEqualTo(201);
            }
        }
    }

    private static int pay(String transfer) {
        return books.client()
                .post("/v1/transfers", books.token(), UUID.randomUUID(), transfer)
                .statusCode();
    }
}
