package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Whoever lets the service wait is not waited for without end, whatever it is that is awaited. */
class SlowClientsTest {
    private static final String HEADER = "GET /health/liveness HTTP/1.1\r\nHost: x\r\n";

    @Test
    void aConnectionWithoutARequestIsClosed() throws Exception {
        try (EdgeServer server = with("idle-timeout");
                Socket socket = server.connect()) {
            assertIsClosed(socket);
        }
    }

    @Test
    void aConnectionIsClosedSomeTimeAfterItsLastAnswer() throws Exception {
        try (EdgeServer server = with("idle-timeout");
                Socket socket = server.connect()) {
            send(socket, HEADER + "\r\n");
            assertThat(untilTheEnd(socket)).startsWith("HTTP/1.1 200 OK").endsWith("}");
        }
    }

    @Test
    void halfAHeaderIsNotWaitedForEvenIfThereIsMoreOfItNowAndThen() throws Exception {
        try (EdgeServer server = with("header-timeout");
                Socket socket = server.connect()) {
            send(socket, HEADER + "X: ");
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        try {
                            send(socket, "x");
                            return false;
                        } catch (SocketException closed) {
                            return true;
                        }
                    });
        }
    }

    @Test
    void halfABodyIsNotWaitedForAndNothingIsExecuted() throws Exception {
        try (EdgeServer server = with("body-timeout");
                Socket socket = server.connect()) {
            send(socket, post(server, 100) + "{");
            assertIsClosed(socket);
            await().until(() -> server.bean(ClientConnections.class).count() == 0);
            assertThat(server.bean(Admission.class).admitted()).isZero();
        }
    }

    @Test
    void theRestOfABodyThatWasRefusedIsNotWaitedForEither() throws Exception {
        try (EdgeServer server = with("body-timeout");
                Socket socket = server.connect()) {
            send(socket, "POST /v1/probes HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n{");
            assertThat(untilTheEnd(socket)).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void anAnswerThatIsNotTakenIsNotKept() throws Exception {
        try (EdgeServer server = with("answer-timeout");
                Socket socket = server.connect()) {
            socket.setReceiveBufferSize(4096);
            send(socket, "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20));
            Admission admission = server.bean(Admission.class);
            await().until(() -> admission.admitted() == 1);
            await().until(() -> admission.admitted() == 0);
            await().until(() -> server.bean(ClientConnections.class).count() == 0);
        }
    }

    @Test
    void whatTheServiceTakesTimeForIsNoClientsFault() throws Exception {
        try (EdgeServer server = with("idle-timeout", "header-timeout", "body-timeout");
                Socket patient = server.connect()) {
            send(
                    patient,
                    "GET /v1/probes/held HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Authorization: Bearer "
                            + server.token()
                            + "\r\n\r\n");
            await().until(() -> server.bean(Admission.class).admitted() == 1);
            // Twice the time that it would have, if it were the one that is waited for.
            for (int i = 0; i < 2; i++) {
                try (Socket idle = server.connect()) {
                    assertIsClosed(idle);
                }
            }
            server.bean(ProbeController.class).held.countDown();
            assertThat(untilTheEnd(patient)).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void ofAnAnswerThatIsMadeWhileItIsTakenEachPartHasItsTime() throws Exception {
        try (EdgeServer server = with("answer-timeout", "idle-timeout");
                Socket patient = server.connect();
                Socket slow = server.connect()) {
            send(patient, stream(server, ProbeStream.HELD));
            slow.setReceiveBufferSize(4096);
            send(slow, stream(server, ProbeStream.ENDLESS));
            Admission admission = server.bean(Admission.class);
            await().until(() -> admission.admitted() == 2);
            await("the one who does not read").until(() -> admission.admitted() == 1);
            try (Socket idle = server.connect()) {
                assertIsClosed(idle);
            }
            server.bean(ProbeController.class).held.countDown();
            assertThat(untilTheEnd(patient)).startsWith("HTTP/1.1 200 OK").endsWith("0\r\n\r\n");
        }
    }

    private static String stream(EdgeServer server, String course) {
        return "GET /v1/probes/streams/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(course, server.token());
    }

    /** With a short time for this, and an endless one for everything else. */
    private static EdgeServer with(String... limits) {
        Map<String, Object> properties = new HashMap<>();
        for (String name : new String[] {"idle", "header", "body", "answer"}) {
            properties.put("pryzma.http." + name + "-timeout", "1h");
        }
        properties.put("pryzma.deadline", "60s");
        for (String limit : limits) {
            properties.put("pryzma.http." + limit, "300ms");
        }
        return EdgeServer.start(properties);
    }

    private static String post(EdgeServer server, int length) {
        return "POST /v1/probes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + server.token()
                + "\r\nPryzma-Idempotency-Key: "
                + EdgeServer.KEY
                + "\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertIsClosed(Socket socket) throws IOException {
        assertThat(untilTheEnd(socket)).isEmpty();
    }

    private static String untilTheEnd(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream input = socket.getInputStream();
        try {
            for (int next = input.read(); next >= 0; next = input.read()) {
                text.append((char) next);
            }
        } catch (SocketException reset) {
            // An end as well.
        }
        return text.toString();
    }
}
