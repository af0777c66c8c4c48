package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** On one connection a request is let in when the answer to the one before has been taken. */
@Execution(ExecutionMode.SAME_THREAD)
class TurnsTest {
    private static final String BODY = "{\"text\":\"x\"}";
    private static final String HOST = " HTTP/1.1\r\nHost: x\r\n";

    @Test
    void whatIsSentAheadIsAnsweredInItsOrder() throws Exception {
        EdgeServer server = EdgeServer.shared();
        StringBuilder requests = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            switch (i % 4) {
                case 0 -> requests.append("GET /health/liveness" + HOST + "\r\n");
                case 1 -> requests.append("GET /nowhere" + HOST + "\r\n");
                case 2 -> requests.append(post(server, BODY, ""));
                default -> requests.append("GET /v1/probes" + HOST + "\r\n");
            }
            expected.append(new int[] {200, 404, 201, 401}[i % 4]).append(' ');
        }
        requests.append("GET /health/liveness" + HOST + "Connection: close\r\n\r\n");
        expected.append("200 ");
        assertThat(statuses(server.raw(requests.toString()))).isEqualTo(expected.toString());
    }

    @Test
    void largeBodiesSentAheadAreWhole() throws Exception {
        EdgeServer server = EdgeServer.shared();
        String body = "{\"text\":\"" + "x".repeat(40_000) + "\"}";
        String requests =
                post(server, body, "").repeat(5) + post(server, body, "Connection: close\r\n");
        assertThat(statuses(server.raw(requests))).isEqualTo("201 ".repeat(6));
    }

    @Test
    void onlyTheFirstOfThoseSentAheadIsWorkedOn() throws Exception {
        try (EdgeServer server =
                        EdgeServer.start(
                                Map.of(
                                        "pryzma.deadline",
                                        "60s",
                                        "pryzma.http.organisation-share-percent",
                                        100));
                Socket socket = server.connect();
                Socket other = server.connect()) {
            Admission admission = server.bean(Admission.class);
            send(socket, held(server, "").repeat(3) + held(server, "Connection: close\r\n"));
            await().until(() -> admission.admitted() == 1);
            // Whoever comes later has its turn before them.
            send(other, held(server, "Connection: close\r\n"));
            await().until(() -> admission.admitted() == 2);
            server.bean(ProbeController.class).held.countDown();
            assertThat(statuses(read(socket))).isEqualTo("200 ".repeat(4));
            assertThat(statuses(read(other))).isEqualTo("200 ");
        }
    }

    @Test
    void whoClosesItsSideAfterItsRequestsIsAnsweredAndThenTheConnectionIsClosed() throws Exception {
        EdgeServer server = EdgeServer.shared();
        try (Socket socket = server.connect()) {
            send(socket, post(server, BODY, ""));
            socket.shutdownOutput();
            assertThat(statuses(read(socket))).isEqualTo("201 ");
        }
        try (Socket socket = server.connect()) {
            send(
                    socket,
                    (post(server, BODY, "") + "GET /health/liveness" + HOST + "\r\n").repeat(3));
            socket.shutdownOutput();
            assertThat(statuses(read(socket))).isEqualTo("201 200 ".repeat(3));
        }
    }

    @Test
    void whoClosesItsSideWhileItsRequestIsWorkedOnIsAnswered() throws Exception {
        try (EdgeServer server = EdgeServer.start(Map.of("pryzma.deadline", "60s"));
                Socket socket = server.connect()) {
            send(socket, held(server, ""));
            await().until(() -> server.bean(Admission.class).admitted() == 1);
            socket.shutdownOutput();
            server.bean(ProbeController.class).held.countDown();
            assertThat(statuses(read(socket))).isEqualTo("200 ");
            await().until(() -> server.bean(ClientConnections.class).count() == 0);
        }
    }

    @Test
    void whoClosesItsSideInTheMiddleOfARequestIsNotAnswered() throws Exception {
        EdgeServer server = EdgeServer.shared();
        try (Socket socket = server.connect()) {
            String whole = post(server, BODY, "");
            send(socket, whole.substring(0, whole.length() - 1));
            socket.shutdownOutput();
            assertThat(read(socket)).isEmpty();
        }
    }

    private static String post(EdgeServer server, String body, String more) {
        return "POST /v1/probes"
                + HOST
                + more
                + "Authorization: Bearer "
                + server.token()
                + "\r\nPryzma-Idempotency-Key: "
                + EdgeServer.KEY
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static String held(EdgeServer server, String more) {
        return "GET /v1/probes/held"
                + HOST
                + more
                + "Authorization: Bearer "
                + server.token()
                + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String statuses(String responses) {
        StringBuilder statuses = new StringBuilder();
        Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ")
                .matcher(responses)
                .results()
                .map(MatchResult::group)
                .forEach(line -> statuses.append(line.substring(9)));
        return statuses.toString();
    }
}
