package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.problem.ProblemCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Stream;

/** Every error, wherever it comes from, has the one form. */
@Execution(ExecutionMode.SAME_THREAD)
class ErrorContractTest {
    private static final EdgeServer SERVER = EdgeServer.shared();

    private record Case(HttpRequest.Builder request, ProblemCode code) {
        @Override
        public String toString() {
            HttpRequest built = request.build();
            return code + " " + built.method() + " " + built.uri().getPath();
        }
    }

    static Stream<Case> errors() {
        return Stream.of(
                new Case(SERVER.anonymous("/"), ProblemCode.ROUTE_NOT_FOUND),
                new Case(SERVER.anonymous("/nothing"), ProblemCode.ROUTE_NOT_FOUND),
                new Case(SERVER.anonymous("/v1"), ProblemCode.ROUTE_NOT_FOUND),
                new Case(SERVER.anonymous("/v1/nothing/here"), ProblemCode.ROUTE_NOT_FOUND),
                new Case(SERVER.request("/v1/probes").DELETE(), ProblemCode.METHOD_NOT_ALLOWED),
                new Case(SERVER.anonymous("/oauth2/token"), ProblemCode.METHOD_NOT_ALLOWED),
                new Case(SERVER.anonymous("/v1/probes"), ProblemCode.MISSING_BEARER_TOKEN),
                new Case(
                        SERVER.anonymous("/v1/probes").header("Authorization", "Bearer x"),
                        ProblemCode.INVALID_TOKEN),
                new Case(
                        SERVER.anonymous("/v1/probes")
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + SERVER.token(
                                                        new global.pryzma.ledger.security.Scope
                                                                [0])),
                        ProblemCode.INSUFFICIENT_SCOPE),
                new Case(SERVER.request("/v1/probes?limit=0"), ProblemCode.INVALID_PARAMETER),
                new Case(SERVER.request("/v1/probes/x"), ProblemCode.INVALID_PARAMETER),
                new Case(SERVER.request("/v1/probes/none"), ProblemCode.NOT_FOUND),
                new Case(SERVER.request("/v1/probes/fault"), ProblemCode.INTERNAL_ERROR),
                new Case(SERVER.request("/v1/probes/unguarded"), ProblemCode.INTERNAL_ERROR),
                new Case(SERVER.request("/v1/probes/no-database"), ProblemCode.SERVICE_UNAVAILABLE),
                new Case(SERVER.post("{"), ProblemCode.INVALID_BODY),
                new Case(SERVER.post(""), ProblemCode.INVALID_BODY),
                new Case(SERVER.post("x".repeat(65_537)), ProblemCode.BODY_TOO_LARGE),
                new Case(
                        SERVER.post("{}").header("Content-Type", "text/plain"),
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE),
                new Case(
                        SERVER.post("{}").header("Accept", "text/html"),
                        ProblemCode.NOT_ACCEPTABLE),
                new Case(
                        SERVER.request("/v1/probes").POST(BodyPublishers.ofString("{}")),
                        ProblemCode.MISSING_IDEMPOTENCY_KEY),
                new Case(
                        SERVER.post("{}").setHeader("Pryzma-Idempotency-Key", "x"),
                        ProblemCode.INVALID_IDEMPOTENCY_KEY),
                new Case(SERVER.post("{\"text\":\"refuse\"}"), ProblemCode.LEDGER_UNAVAILABLE),
                new Case(SERVER.post("{\"text\":\"reject\"}"), ProblemCode.INSUFFICIENT_FUNDS));
    }

    /** Who takes problem details can be answered, so that one error can't happen. */
    static Stream<Case> errorsInDetail() {
        return errors().filter(error -> error.code() != ProblemCode.NOT_ACCEPTABLE);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void plain(Case error) {
        HttpResponse<String> response = SERVER.send(error.request());
        assertThat(response.body()).isEqualTo("{\"error\":\"%s\"}".formatted(error.code().code()));
        assertThat(response.headers().allValues("Content-Type"))
                .containsExactly("application/json");
        assertCommon(response, error.code());
    }

    @ParameterizedTest
    @MethodSource("errorsInDetail")
    void problemDetails(Case error) {
        HttpRequest.Builder request = error.request();
        String accept = "application/problem+json";
        String id = UUID.randomUUID().toString();
        HttpResponse<String> response =
                SERVER.send(request.setHeader("Accept", accept).setHeader("Pryzma-Request-Id", id));
        assertThat(response.headers().allValues("Content-Type")).containsExactly(accept);
        assertCommon(response, error.code());
        ProblemCode code = error.code();
        assertThat(response.body())
                .startsWith(
                        "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,"
                                .formatted(code.code(), code.title(), code.status()))
                .contains("\"instance\":\"urn:uuid:%s\"".formatted(id))
                .contains("\"error\":\"%s\"".formatted(code.code()))
                .contains("\"error_id\":%d".formatted(code.errorId()))
                .contains("\"request_id\":\"%s\"".formatted(id))
                .contains("\"retryable\":%s".formatted(code.retryable()))
                .doesNotContain("secret of the house");
        HttpResponse<String> page = SERVER.send(SERVER.anonymous("/problems/" + code.code()));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.body()).contains(code.code(), code.title());
    }

    private static void assertCommon(HttpResponse<String> response, ProblemCode code) {
        assertThat(response.statusCode()).isEqualTo(code.status());
        assertThat(response.headers().allValues("Pryzma-Request-Id"))
                .singleElement()
                .satisfies(id -> assertThat(UUID.fromString(id)).isNotNull());
        assertThat(response.headers().firstValue("Retry-After").isPresent())
                .isEqualTo(code.status() == 502 || code.status() == 503);
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                .isEqualTo(code.status() == 401 || code.status() == 403);
        assertThat(response.headers().firstValue("Allow").isPresent())
                .isEqualTo(code.status() == 405);
    }

    @Test
    void theFieldsThatAreWrongAreListed() {
        HttpResponse<String> response =
                SERVER.send(
                        SERVER.post("{\"tpyo\":1}").header("Accept", "application/problem+json"));
        assertThat(response.body())
                .contains("\"detail\":\"/text is required (and 1 more)\"")
                .endsWith(
                        "\"errors\":[{\"detail\":\"is"
                            + " required\",\"pointer\":\"/text\"},{\"detail\":\"is not a field of"
                            + " this operation\",\"pointer\":\"/tpyo\"}]}");
    }

    @Test
    void challenges() {
        assertThat(challenge(SERVER.anonymous("/v1/probes")))
                .isEqualTo("Bearer realm=\"pryzma-ledger\"");
        assertThat(challenge(SERVER.anonymous("/v1/probes").header("Authorization", "Bearer x")))
                .isEqualTo(
                        "Bearer realm=\"pryzma-ledger\", error=\"invalid_token\","
                                + " error_description=\"malformed\"");
        assertThat(
                        challenge(
                                SERVER.anonymous("/v1/probes")
                                        .header(
                                                "Authorization",
                                                "bearer "
                                                        + SERVER.token(
                                                                new global.pryzma.ledger.security
                                                                                .Scope[0]))))
                .isEqualTo(
                        "Bearer realm=\"pryzma-ledger\", error=\"insufficient_scope\","
                                + " scope=\"transfers.read\"");
    }

    private static String challenge(HttpRequest.Builder request) {
        return SERVER.send(request).headers().firstValue("WWW-Authenticate").orElseThrow();
    }

    @Test
    void methodsThatAreAllowed() {
        String allow =
                SERVER.send(SERVER.anonymous("/v1/probes").DELETE())
                        .headers()
                        .firstValue("Allow")
                        .orElseThrow();
        assertThat(allow.split(",\\s*")).containsExactlyInAnyOrder("GET", "HEAD", "POST");
    }

    @Test
    void headHasTheStatusAndNoBody() {
        HttpRequest.Builder head =
                SERVER.anonymous("/v1/probes").method("HEAD", BodyPublishers.noBody());
        HttpResponse<String> response = SERVER.send(head);
        assertThat(response.body()).isEmpty();
        assertCommon(response, ProblemCode.MISSING_BEARER_TOKEN);
        HttpRequest.Builder unknown =
                SERVER.anonymous("/nothing").method("HEAD", BodyPublishers.noBody());
        assertThat(SERVER.send(unknown).statusCode()).isEqualTo(404);
    }

    @Test
    void theLastPageOfTheCatalogueAndAnUnknownOne() {
        assertThat(SERVER.send(SERVER.anonymous("/problems")).body())
                .contains(Stream.of(ProblemCode.values()).map(ProblemCode::code).toList());
        assertCommon(SERVER.send(SERVER.anonymous("/problems/nothing")), ProblemCode.NOT_FOUND);
    }
}
