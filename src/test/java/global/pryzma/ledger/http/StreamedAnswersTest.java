package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Answers that are made while their clients take them. */
@Execution(ExecutionMode.SAME_THREAD)
class StreamedAnswersTest {
    private static final EdgeServer SERVER = EdgeServer.shared();

    @Test
    void onesThatBreakAreNeverTakenForWhole() throws IOException {
        String answer = SERVER.raw(get(ProbeStream.BROKEN, "HTTP/1.1"));
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK")
                .contains("transfer-encoding: chunked", "xxx")
                .doesNotContain("\r\n0\r\n");
    }

    @Test
    void noMoreIsMadeThanIsTakenAndNothingForWhoIsGone() throws Exception {
        Admission admission = SERVER.bean(Admission.class);
        try (Socket socket = SERVER.connect()) {
            socket.setReceiveBufferSize(4096);
            send(socket, get(ProbeStream.ENDLESS, "HTTP/1.1"));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            ProbeStream stream = latest();
            AtomicLong before = new AtomicLong(-1);
            await().until(() -> before.getAndSet(stream.made.get()) == stream.made.get());
            assertThat(stream.made.get()).isLessThan(8 << 20);
            assertThat(stream.closed.getCount()).isEqualTo(1);
        }
        latest().closed.await();
        await().until(() -> admission.admitted() == 0);
    }

    @Test
    void whoAsksForTheHeadAloneGetsItAndNothingIsMade() {
        HttpResponse<String> head =
                SERVER.send(
                        SERVER.request("/v1/probes/streams/endless")
                                .method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(latest().made.get()).isZero();
        assertThat(latest().closed.getCount()).isZero();
    }

    /** Of the older version the end of the connection would be the end of the answer. */
    @Test
    void theyTakeAVersionThatHasChunks() throws IOException {
        assertThat(SERVER.raw(get(ProbeStream.ENDLESS, "HTTP/1.0")))
                .startsWith("HTTP/1.0 505 ")
                .endsWith("{\"error\":\"http_version_not_supported\"}");
    }

    @Test
    void theFormIsTheOneThatTheClientLikesBest() {
        assertThat(type("text/csv")).isEqualTo("text/csv");
        assertThat(type("text/csv;q=0.4, application/json;q=0.3")).isEqualTo("text/csv");
        assertThat(type("text/*")).isEqualTo("text/csv");
        assertThat(type("*/*")).isEqualTo("application/json");
        assertThat(type("text/csv, application/json")).isEqualTo("application/json");
        assertThat(type("application/problem+json")).isEqualTo("application/json");
        HttpResponse<String> other = answer("text/html");
        assertThat(other.statusCode()).isEqualTo(406);
    }

    private static String type(String accept) {
        HttpResponse<String> answer = answer(accept);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("Content-Type").orElseThrow();
    }

    private static HttpResponse<String> answer(String accept) {
        return SERVER.send(
                SERVER.request("/v1/probes/streams/endless")
                        .header("Accept", accept)
                        .method("HEAD", BodyPublishers.noBody()));
    }

    private static ProbeStream latest() {
        return Objects.requireNonNull(SERVER.bean(ProbeController.class).stream);
    }

    private static String get(String course, String version) {
        return "GET /v1/probes/streams/%s %s\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(course, version, SERVER.token());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
