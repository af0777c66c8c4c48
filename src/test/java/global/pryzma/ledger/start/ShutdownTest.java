package global.pryzma.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.GuideClient;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** SIGTERM to a service that has work to do. */
class ShutdownTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 16;

    @TempDir Path folder;

    @Test
    void everyRequestUnderWayIsAnswered() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder).start();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Books books = Books.open(service.client(), service.dataFolder());
            UUID account = books.account("consumer");
            // Every key that was sent, with its transfer once it was acknowledged.
            Map<UUID, JsonNode> sent = new ConcurrentHashMap<>();
            Set<UUID> unanswered = ConcurrentHashMap.newKeySet();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(
                        clients.submit(() -> payUntilRefused(books, account, sent, unanswered)));
            }
            await().atMost(PATIENCE).until(() -> sent.size() > 200);
            assertThat(service.terminate()).isEqualTo(143);
            for (Future<?> client : running) {
                client.get();
            }

            service.start();
            books.use(service.client());
            for (UUID key : unanswered) {
                String path = "/v1/idempotency-keys/" + key;
                assertThat(books.client().get(path, books.token()).statusCode())
                        .as("what nobody answered was never begun")
                        .isEqualTo(404);
            }
            GuideClient guide = new GuideClient(service::client, books.token(), 60);
            sent.forEach((key, acknowledged) -> {
                JsonNode transfer =
                        Books.json(
                                guide.post("/v1/transfers", key, payment(books, account))
                                        .response()
                                        .body());
                if (!acknowledged.isEmpty()) {
                    assertThat(transfer).isEqualTo(acknowledged);
                }
            });
            assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(sent.size()));
            books.assertDebitsEqualCredits();
        }
    }

    /**
     * A request goes unanswered if nobody takes the connection, or if it meets the end of one that
     * was kept alive without a request for long enough.
     */
    private static void payUntilRefused(
            Books books, UUID account, Map<UUID, JsonNode> sent, Set<UUID> unanswered) {
        boolean accepted = true;
        while (accepted) {
            UUID key = UUID.randomUUID();
            try {
                HttpResponse<String> response =
                        books.post("/v1/transfers", key, payment(books, account));
                assertThat(response.statusCode()).as(response.body()).isIn(201, 502, 503);
                JsonNode body = Books.json(response.body());
                sent.put(key, response.statusCode() == 201 ? body : Books.json("{}"));
            } catch (UncheckedIOException e) {
                unanswered.add(key);
                accepted = !(e.getCause() instanceof ConnectException);
            }
        }
    }

    private static String payment(Books books, UUID account) {
        return Books.transferJson(books.settlement(), account, 1);
    }

    @Test
    void aConnectionThatIsKeptAliveGetsAnAnswerAndItsEnd() throws Exception {
        try (ServiceProcess service =
                        new ServiceProcess(folder).with(TestProperties.PATIENT).start();
                Connection postgres = DriverManager.getConnection(service.postgresUrl());
                KeptAlive probe = new KeptAlive(service.uri());
                KeptAlive reader = new KeptAlive(service.uri())) {
            Books books = Books.open(service.client(), service.dataFolder());
            UUID account = books.account("consumer");
            assertThat(probe.get("/health/readiness", null)).startsWith("HTTP/1.1 200");
            assertThat(reader.get("/v1/programs", books.token())).startsWith("HTTP/1.1 200");
            postgres.setAutoCommit(false);
            Sql.lock(postgres, "idempotency_key");
            CompletableFuture<HttpResponse<String>> payment =
                    supplyAsync(() ->
                            books.post(
                                    "/v1/transfers", UUID.randomUUID(), payment(books, account)));
            await().until(() -> Sql.waiting(postgres) > 0);
            service.process().destroy();
            await().until(() -> !accepts(service.uri()));

            String ready = probe.get("/health/readiness", null);
            assertThat(ready).startsWith("HTTP/1.1 503").containsIgnoringCase("connection: close");
            assertThat(probe.isClosed()).isTrue();
            String refused = reader.get("/v1/programs", books.token());
            assertThat(refused)
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after: 1")
                    .containsIgnoringCase("connection: close")
                    .endsWith("{\"error\":\"service_unavailable\"}");
            assertThat(reader.isClosed()).isTrue();
            assertThat(payment).isNotDone();
            postgres.rollback();
            assertThat(payment.join().statusCode()).as(payment.join().body()).isEqualTo(201);
            assertThat(service.awaitExit()).isEqualTo(143);
        }
    }

    private static boolean accepts(URI uri) {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** One connection, with nothing in it that would hide its end. */
    private static final class KeptAlive implements AutoCloseable {
        private final Socket socket;

        KeptAlive(URI uri) throws IOException {
            socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }

        /** The response as it came, whose body has a length. */
        String get(String path, @Nullable String token) throws IOException {
            String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
            socket.getOutputStream()
                    .write(
                            ("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            StringBuilder response = new StringBuilder();
            while (response.indexOf("\r\n\r\n") < 0) {
                response.append((char) socket.getInputStream().read());
            }
            int length =
                    response.toString()
                            .lines()
                            .filter(line -> line.toLowerCase().startsWith("content-length:"))
                            .mapToInt(line ->
                                    Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                            .findFirst()
                            .orElseThrow();
            return response
                    + new String(
                            socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        }

        boolean isClosed() throws IOException {
            return socket.getInputStream().read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
