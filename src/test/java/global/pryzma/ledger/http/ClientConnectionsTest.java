package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A bounded number of connections is open; more are closed, until one of them has ended. */
class ClientConnectionsTest {
    @Test
    void moreThanTheLimitAreClosedUntilOneHasEnded() throws Exception {
        try (EdgeServer server = EdgeServer.start(Map.of("pryzma.http.max-connections", 2));
                Socket first = server.connect();
                Socket second = server.connect()) {
            ClientConnections connections = server.bean(ClientConnections.class);
            assertThat(statusLine(first)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(statusLine(second)).isEqualTo("HTTP/1.1 200 OK");
            try (Socket third = server.connect()) {
                assertThat(isClosed(third)).isTrue();
            }
            assertThat(statusLine(first)).isEqualTo("HTTP/1.1 200 OK");
            first.close();
            await().until(() -> connections.count() == 1);
            try (Socket fourth = server.connect()) {
                assertThat(statusLine(fourth)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void oneAddressHasAShareOfThem() throws Exception {
        try (EdgeServer server =
                        EdgeServer.start(Map.of("pryzma.http.max-connections-per-address", 2));
                Socket first = server.connect();
                Socket second = server.connect()) {
            ClientConnections connections = server.bean(ClientConnections.class);
            assertThat(statusLine(first)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(statusLine(second)).isEqualTo("HTTP/1.1 200 OK");
            try (Socket third = server.connect()) {
                assertThat(isClosed(third)).isTrue();
            }
            first.close();
            await().until(() -> connections.count() == 1);
            try (Socket fourth = server.connect()) {
                assertThat(statusLine(fourth)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void aTrustedProxyHasAllOfThem() throws Exception {
        try (EdgeServer server =
                        EdgeServer.start(
                                Map.of(
                                        "pryzma.http.max-connections-per-address",
                                        1,
                                        "pryzma.http.trusted-proxies",
                                        "192.0.2.7,127.0.0.0/8"));
                Socket first = server.connect();
                Socket second = server.connect()) {
            assertThat(statusLine(first)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(statusLine(second)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static String statusLine(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(
                        "GET /health/liveness HTTP/1.1\r\nHost: x\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder response = new StringBuilder();
        while (response.indexOf("}") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(response.toString()).isNotNegative();
            response.append((char) next);
        }
        return response.substring(0, response.indexOf("\r\n"));
    }
}
