package global.pryzma.ledger.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.DemoCredential;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Hundreds of clients that ask and do not read, in a small memory: they cost what is bounded, and
 * the others are served.
 */
class UnreadAnswersTest {
    private static final int LARGE_ACCOUNTS = 100;
    private static final int READERS_OF_LISTS = 200;
    private static final int READERS_OF_FILES = 420;
    private static final int PIPELINED = 20;

    @Test
    void clientsThatDoNotReadHurtNobodyElse(@TempDir Path folder) throws Exception {
        List<Socket> unread = new ArrayList<>();
        try (ServiceProcess service = new ServiceProcess(folder)) {
            service.with("pryzma.http.answer-timeout", "1h")
                    .with("pryzma.deadline", "60s")
                    .withJvmOption("-Xmx256m")
                    .withJvmOption("-XX:MaxDirectMemorySize=128m")
                    .withJvmOption("-XX:+ExitOnOutOfMemoryError")
                    .start();
            Books books = Books.open(service.client(), service.dataFolder());
            UUID account = books.funded(1);
            openLargeAccounts(books);
            String list =
                    "GET /v1/accounts?limit=100 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + books.token()
                            + "\r\n\r\n";
            String file =
                    "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(PIPELINED);
            for (int i = 0; i < READERS_OF_LISTS; i++) {
                unread.add(ask(service.uri(), list));
            }
            for (int i = 0; i < READERS_OF_FILES; i++) {
                unread.add(ask(service.uri(), file));
            }

            // The organisation has no room for more lists, and that is all. Some of the first were
            // refused themselves, while others were being made.
            await().until(() -> {
                unread.add(ask(service.uri(), list));
                return service.client().get("/v1/accounts?limit=100", books.token()).statusCode()
                        == 503;
            });
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
            assertThat(DemoCredential.of(service.dataFolder()).token(service.client()))
                    .isNotEmpty();
            for (int i = 0; i < 20; i++) {
                assertThat(
                                books.transfer(UUID.randomUUID(), books.settlement(), account, 1)
                                        .statusCode())
                        .isEqualTo(201);
            }
            assertThat(service.output()).doesNotContain("OutOfDirectMemory", "OutOfMemory");

            close(unread);
            await().until(() ->
                    service.client().get("/v1/accounts?limit=100", books.token()).statusCode()
                            == 200);
            await().until(() ->
                    service.client().get("/docs/swagger-ui-bundle.js").statusCode() == 200);
        } finally {
            close(unread);
        }
    }

    private static void openLargeAccounts(Books books) throws Exception {
        String metadata =
                IntStream.range(0, 50)
                        .mapToObj(i -> "\"k" + i + "\":\"" + "\u00e4".repeat(500) + "\"")
                        .collect(Collectors.joining(","));
        String plain = books.accountJson("consumer");
        String json =
                plain.substring(0, plain.lastIndexOf('}')) + ",\"metadata\":{" + metadata + "}}";
        for (int i = 0; i < LARGE_ACCOUNTS; i += 10) {
            assertThat(AtOnce.send(10, n -> books.post("/v1/accounts", UUID.randomUUID(), json)))
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(201);
        }
    }

    private static Socket ask(URI service, String requests) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096); // what the system keeps for it is not the service's
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }
}
