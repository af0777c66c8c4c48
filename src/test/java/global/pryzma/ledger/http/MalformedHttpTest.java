package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

/** Requests that a proper client can't even send. */
@Execution(ExecutionMode.SAME_THREAD)
class MalformedHttpTest {
    private static final EdgeServer SERVER = EdgeServer.shared();
    private static final String HOST = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    private static final String POST =
            "POST /v1/probes"
                    + HOST
                    + "Authorization: Bearer "
                    + SERVER.token()
                    + "\r\n"
                    + "Pryzma-Idempotency-Key: "
                    + EdgeServer.KEY
                    + "\r\n";

    private record Case(String request, int status, String code) {
        @Override
        public String toString() {
            return request.substring(0, Math.min(50, request.length())).replaceAll("\\R", "|");
        }
    }

    static Stream<Case> requests() {
        return Stream.of(
                new Case("GARBAGE\r\n\r\n", 400, "malformed_request"),
                new Case("GET / HTTP/1.1 x\r\n\r\n", 400, "malformed_request"),
                new Case("GET / HTTP/1.1\r\n\r\n", 400, "malformed_request"),
                new Case(
                        POST.replace("POST ", "post ") + "Content-Length: 2\r\n\r\n{}",
                        400,
                        "malformed_request"),
                new Case(
                        POST.replace("POST ", "POST\t") + "Content-Length: 2\r\n\r\n{}",
                        400,
                        "malformed_request"),
                new Case(
                        POST.replace("HTTP/", "http/") + "Content-Length: 2\r\n\r\n{}",
                        400,
                        "malformed_request"),
                new Case("GET /" + HOST + "Host: x\r\n\r\n", 400, "malformed_request"),
                new Case("GET /" + HOST + "X: y\r\n z\r\n\r\n", 400, "malformed_request"),
                new Case("GET /%zz" + HOST + "\r\n", 400, "malformed_request"),
                new Case("GET /<>|" + HOST + "\r\n", 400, "malformed_request"),
                new Case("GET /[x]" + HOST + "\r\n", 400, "malformed_request"),
                new Case("GET /\u00e4" + HOST + "\r\n", 400, "malformed_request"),
                new Case("GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505, "http_version_not_supported"),
                new Case("GET /" + "x".repeat(9000) + HOST + "\r\n", 414, "uri_too_long"),
                new Case(
                        "GET /" + HOST + "X: " + "x".repeat(9000) + "\r\n\r\n",
                        431,
                        "headers_too_large"),
                new Case("GET /" + HOST + "Ho st: x\r\n\r\n", 400, "malformed_request"),
                new Case("GET /" + HOST + "X: \u0001\r\n\r\n", 400, "malformed_request"),
                new Case(POST + "Content-Length: abc\r\n\r\n", 400, "malformed_request"),
                new Case(POST + "Content-Length: -1\r\n\r\n", 400, "malformed_request"),
                new Case(
                        POST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                        400,
                        "malformed_request"),
                new Case(
                        POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                        400,
                        "malformed_request"),
                new Case(
                        POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                        400,
                        "malformed_request"),
                new Case(
                        POST + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nzzz",
                        415,
                        "unsupported_media_type"),
                new Case(POST + "Content-Length: 65537\r\n\r\n{", 413, "body_too_large"),
                new Case(POST + "Content-Length: 99999999999\r\n\r\n{", 413, "body_too_large"),
                new Case(
                        POST
                                + "Transfer-Encoding: chunked\r\n\r\n10001\r\n"
                                + "x".repeat(65537)
                                + "\r\n0\r\n\r\n",
                        413,
                        "body_too_large"),
                new Case("BREW /v1/probes" + HOST + "\r\n", 405, "method_not_allowed"),
                new Case("GET /%761/probes" + HOST + "\r\n", 404, "route_not_found"),
                new Case("GET //v1/probes" + HOST + "\r\n", 404, "route_not_found"),
                new Case("GET /v1/./probes" + HOST + "\r\n", 404, "route_not_found"),
                new Case("GET /v1/probes/" + HOST + "\r\n", 401, "missing_bearer_token"),
                new Case(
                        "GET http://elsewhere/v1/probes" + HOST + "\r\n",
                        401,
                        "missing_bearer_token"),
                new Case("GET *" + HOST + "\r\n", 404, "route_not_found"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isAnsweredInTheOneForm(Case malformed) throws Exception {
        String response = SERVER.raw(malformed.request());
        assertThat(response)
                .matches("(?s)HTTP/1\\.1 " + malformed.status() + " .*")
                .containsIgnoringCase("content-type: application/json\r\n")
                .containsIgnoringCase("pryzma-request-id: ")
                .endsWith("\r\n\r\n{\"error\":\"" + malformed.code() + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\r\nAccept: application/problem+json\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\nAccept: application/problem+json\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\nAccept: application/problem+json\r\n\r\n",
                "GET / HTTP/1.1\r\n"
                        + "Accept: application/problem+json\r\n"
                        + "Host: x\r\n"
                        + "X: %8200d\r\n\r\n",
                "GET /%4200d HTTP/1.1\r\nHost: x\r\nAccept: application/problem+json\r\n\r\n",
                "GET /%120000d HTTP/1.1\r\nHost: x\r\nAccept: application/problem+json\r\n\r\n",
            })
    void isAnsweredInDetailWhereThatIsAskedFor(String request) throws Exception {
        String response = SERVER.raw(request.contains("%zz") ? request : request.formatted(0));
        assertThat(response)
                .matches("(?s)HTTP/1\\.1 (400|414|431|505) .*")
                .contains("\r\nContent-Type: application/problem+json\r\n")
                .contains("\"retryable\":false");
    }

    @Test
    void aLineWithoutEndIsNotWaitedFor() throws Exception {
        assertThat(SERVER.raw("GET /" + "x".repeat(140_000)))
                .startsWith("HTTP/1.1 414 ")
                .endsWith("{\"error\":\"uri_too_long\"}");
    }
}
