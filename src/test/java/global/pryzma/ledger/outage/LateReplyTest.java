package global.pryzma.ledger.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.TcpProxy;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The ledger answers after the request's deadline: its engine records that, and nobody retries. */
class LateReplyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aReplyThatComesTooLateForItsRequestIsRecordedByTheSameEngine() {
        try (ServiceUnderTest first = ServiceUnderTest.start(Map.of())) {
            Books books = Books.open(first.client(), first.folder());
            UUID account = books.account("consumer");
            List<TcpProxy> wires =
                    first.bean(ClusterEndpoints.class).addresses().stream()
                            .map(TcpProxy::to)
                            .toList();
            // Nobody but the engine that waits for the reply can learn of it: the resolvers sleep.
            Map<String, Object> properties =
                    Map.of(
                            "pryzma.ledger.addresses",
                            wires.stream().map(TcpProxy::address).toList(),
                            "pryzma.idempotency.resolve-interval",
                            "1h");
            try (ServiceUnderTest second = first.beside(properties)) {
                books.use(second.client());
                books.funded(1);
                UUID key = UUID.randomUUID();
                wires.forEach(TcpProxy::hold);
                HttpResponse<String> late = books.transfer(key, books.settlement(), account, 5);
                assertThat(late.statusCode()).isEqualTo(502);
                assertThat(late.body()).isEqualTo("{\"error\":\"ledger_unavailable\"}");
                await().atMost(PATIENCE)
                        .until(() -> state(books, key).path("status").asText().equals("in_doubt"));

                wires.forEach(TcpProxy::release);
                await().atMost(PATIENCE)
                        .until(() -> state(books, key).path("status").asText().equals("recorded"));
                JsonNode response = state(books, key).path("response");
                assertThat(response.path("status").asInt()).isEqualTo(201);
                HttpResponse<String> bySecond =
                        books.definiteTransfer(key, books.settlement(), account, 5);
                assertReplayed(books, bySecond);
                assertThat(Books.json(bySecond.body())).isEqualTo(response.path("body"));
                books.use(first.client());
                HttpResponse<String> byFirst =
                        books.definiteTransfer(key, books.settlement(), account, 5);
                assertReplayed(books, byFirst);
                assertThat(byFirst.body()).isEqualTo(bySecond.body());
                assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(5));
                first.assertBooksBalance();
            } finally {
                wires.forEach(TcpProxy::close);
            }
        }
    }

    /** What is recorded, and that is the transfer. */
    private static void assertReplayed(Books books, HttpResponse<String> again) {
        assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        JsonNode replayed = Books.json(again.body());
        JsonNode transfer =
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(
                                () -> books.get("/v1/transfers/" + replayed.path("id").asText()),
                                JsonNode::isObject);
        assertThat(replayed).isEqualTo(transfer);
    }

    private static JsonNode state(Books books, UUID key) {
        return books.get("/v1/idempotency-keys/" + key);
    }
}
