package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A body whose end is not where it should be is no body: the request is refused, the connection
 * ends, nothing is carried out. {@code WireTest} in {@code wire} has the whole grammar.
 */
@Execution(ExecutionMode.SAME_THREAD)
class FramingTest {
    private static final EdgeServer SERVER = EdgeServer.shared();
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    private final String text = UUID.randomUUID().toString();
    private final String body = "{\"text\":\"" + text + "\"}";
    private final String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";

    private static String post(String headers) {
        return "POST /v1/probes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + SERVER.token()
                + "\r\nPryzma-Idempotency-Key: "
                + EdgeServer.KEY
                + "\r\n"
                + headers
                + "\r\n";
    }

    private boolean isCarriedOut() {
        return SERVER.bean(ProbeController.class).created.contains(text);
    }

    @Test
    void aWholeBodyIsTakenAndTheConnectionStays() throws Exception {
        String closing = "Connection: close\r\n";
        String answers =
                SERVER.raw(
                        post(CHUNKED)
                                + chunk
                                + "0\r\nTrailer: x\r\n\r\n"
                                + post(closing + "Content-Length: " + body.length() + "\r\n")
                                + body);
        assertThat(answers.split("HTTP/1.1 201 ", -1)).hasSize(3);
        assertThat(isCarriedOut()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ZZ\r\n\r\n",
                "-1\r\n\r\n",
                "-0\r\n\r\n",
                "0x0\r\n\r\n",
                "+0\r\n\r\n",
                " 0\r\n\r\n",
                "0 \r\n\r\n",
                "0 junk\r\n\r\n",
                "ffffffffffffffffff\r\n\r\n",
                "\r\n",
                "\n",
                "0\n\r\n",
                "0\r\n\n",
                "0\r\nno colon\r\n\r\n",
                "0\r\na : b\r\n\r\n",
                "longer\r\n0\r\n\r\n",
            })
    void chunksThatBreak(String rest) throws Exception {
        assertRefused(SERVER.raw(post(CHUNKED) + chunk + rest));
        assertRefused(SERVER.raw(post(CHUNKED) + chunk + rest + "GET / HTTP/1.1\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            })
    void framingsThatAreNotOne(String headers) throws Exception {
        assertRefused(SERVER.raw(post(headers) + chunk + "0\r\n\r\n"));
    }

    private void assertRefused(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("\r\nconnection: close\r\n")
                .endsWith("\r\n\r\n{\"error\":\"malformed_request\"}");
        assertThat(isCarriedOut()).isFalse();
    }

    @Test
    void theRefusalIsInTheFormThatIsAskedFor() throws Exception {
        assertThat(
                        SERVER.raw(
                                post(CHUNKED + "Accept: application/problem+json\r\n")
                                        + chunk
                                        + "ZZ\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\r\nContent-Type: application/problem+json\r\n")
                .contains("\"error\":\"malformed_request\"");
    }

    @Test
    void whatCameBeforeIsAnsweredFirst() throws Exception {
        String answers =
                SERVER.raw(
                        "GET /health/liveness HTTP/1.1\r\nHost: x\r\n\r\n"
                                + post(CHUNKED)
                                + chunk
                                + "ZZ\r\n\r\n");
        assertThat(answers).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 400 ");
        assertThat(isCarriedOut()).isFalse();
    }

    @Test
    void aBodyThatIsTooLargeEndsTheConnectionWhenItBreaks() throws Exception {
        assertThat(SERVER.raw(post(CHUNKED) + "10001\r\n" + "x".repeat(65_537) + "ZZ\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .endsWith("{\"error\":\"body_too_large\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatIsCutOffIsNeverCarriedOut(boolean chunked) throws Exception {
        try (Socket socket = SERVER.connect()) {
            // The text is whole, and what is missing would not be missed.
            String request =
                    chunked
                            ? post(CHUNKED) + chunk
                            : post("Content-Length: " + (body.length() + 1) + "\r\n") + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        assertThat(isCarriedOut()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "x-gzip",
                "deflate",
                "br",
                "zstd",
                "snappy",
                "foo",
                "identity, gzip"
            })
    void aBodyThatIsEncodedIsNotTaken(String coding) throws Exception {
        for (String path : new String[] {"/v1/probes", "/oauth2/token"}) {
            String answer =
                    SERVER.raw(
                            post("Connection: close\r\nContent-Encoding: "
                                                    + coding
                                                    + "\r\nContent-Length: "
                                                    + body.length()
                                                    + "\r\n")
                                            .replace("/v1/probes", path)
                                    + body);
            assertThat(answer)
                    .startsWith("HTTP/1.1 415 ")
                    .endsWith("{\"error\":\"unsupported_media_type\"}");
        }
        assertThat(isCarriedOut()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity, , identity", ",", ""})
    void aBodyThatIsAsItIsIsTaken(String coding) throws Exception {
        String answer =
                SERVER.raw(
                        post(
                                        "Connection: close\r\nContent-Encoding: "
                                                + coding
                                                + "\r\nContent-Length: "
                                                + body.length()
                                                + "\r\n")
                                + body);
        assertThat(answer).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void aBodyIsAskedForOnlyIfItWouldBeRead() throws Exception {
        String expect = "Connection: close\r\nExpect: 100-continue\r\nContent-Length: ";
        assertThat(SERVER.raw(post(expect + "5000000\r\n"))).startsWith("HTTP/1.1 413 ");
        try (Socket socket = SERVER.connect()) {
            socket.getOutputStream()
                    .write(
                            post(expect + body.length() + "\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
            String interim = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(
                            new String(
                                    socket.getInputStream().readNBytes(interim.length()),
                                    StandardCharsets.US_ASCII))
                    .isEqualTo(interim);
            socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
            assertThat(
                            new String(
                                    socket.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 201 ");
        }
    }
}
