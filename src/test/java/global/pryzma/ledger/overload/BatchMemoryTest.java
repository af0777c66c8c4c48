package global.pryzma.ledger.overload;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** More batches at once than there is memory for: some are refused, and all else goes on. */
class BatchMemoryTest {
    private static final String BATCHES = "/v1/transfers/batch";
    private static final int AT_ONCE = 64;
    private static final int ITEMS = 8_000;
    private static final int SMALL = 10;

    @Test
    void someAreRefusedAndNobodyDies(@TempDir Path folder) throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder)) {
            service.withJvmOption("-Xmx512m").withJvmOption("-XX:+ExitOnOutOfMemoryError").start();
            Books books = Books.open(service.client(), service.dataFolder());
            UUID ada = books.account("consumer");
            UUID bob = books.account("consumer");
            String batch = batch(books.settlement(), ada);
            List<UUID> keys = IntStream.range(0, AT_ONCE).mapToObj(_ -> UUID.randomUUID()).toList();

            CompletableFuture<List<Integer>> small =
                    CompletableFuture.supplyAsync(() ->
                            IntStream.range(0, SMALL)
                                    .mapToObj(_ ->
                                            books.definiteTransfer(
                                                            UUID.randomUUID(),
                                                            books.settlement(),
                                                            bob,
                                                            1)
                                                    .statusCode())
                                    .toList());
            List<HttpResponse<String>> responses =
                    AtOnce.send(AT_ONCE, i -> books.post(BATCHES, keys.get(i), batch));
            assertThat(responses)
                    .extracting(HttpResponse::statusCode)
                    .contains(503)
                    .isSubsetOf(200, 502, 503);
            assertThat(small.get()).containsOnly(201);
            assertThat(books.posted(bob)).isEqualTo(BigInteger.valueOf(SMALL));

            HttpResponse<String> retried =
                    books.definite(
                            keys.getFirst(),
                            it -> it.post(BATCHES, books.token(), keys.getFirst(), batch));
            assertThat(retried.statusCode()).isEqualTo(200);
            assertThat(Books.json(retried.body()).path("results")).hasSize(ITEMS);
            assertThat(service.isAlive()).isTrue();
            books.assertDebitsEqualCredits();
        }
    }

    private static String batch(UUID debit, UUID credit) {
        return IntStream.range(0, ITEMS)
                .mapToObj(_ -> Books.transferJson(debit, credit, 1))
                .collect(Collectors.joining(",", "{\"atomic\":false,\"transfers\":[", "]}"));
    }
}
