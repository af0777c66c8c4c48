package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What the headers of requests do, and which ones responses carry. */
@Execution(ExecutionMode.SAME_THREAD)
class HeadersTest {
    private static final EdgeServer SERVER = EdgeServer.shared();
    private static final String BODY = "{\"text\":\"x\"}";

    @Test
    void theCallersRequestIdIsKeptAndLogged() {
        String id = UUID.randomUUID().toString();
        HttpResponse<String> response =
                SERVER.send(
                        SERVER.request("/v1/probes")
                                .header("Pryzma-Request-Id", id.toUpperCase(Locale.ROOT)));
        assertThat(response.headers().allValues("Pryzma-Request-Id")).containsExactly(id);
        assertThat(response.body()).contains("\"logged\":\"" + id + "\"");
        assertThat(response.body()).contains("\"thread\":\"true\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-1-1-1-1", "018f4f1e7b1a7c3d9e2f1a2b3c4d5e6f"})
    void anotherTextIsReplaced(String id) {
        HttpResponse<String> response =
                SERVER.send(SERVER.request("/v1/probes").header("Pryzma-Request-Id", id));
        String given = response.headers().firstValue("Pryzma-Request-Id").orElseThrow();
        assertThat(given).isNotEqualTo(id).hasSize(36);
        assertThat(response.body()).contains("\"logged\":\"" + given + "\"");
    }

    @Test
    void twoRequestIdsAreNone() {
        HttpResponse<String> response =
                SERVER.send(
                        SERVER.request("/v1/probes")
                                .header("Pryzma-Request-Id", EdgeServer.KEY)
                                .header("Pryzma-Request-Id", EdgeServer.KEY));
        assertThat(response.headers().allValues("Pryzma-Request-Id"))
                .doesNotContain(EdgeServer.KEY)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "018f4f1e-7b1a-7c3d-9e2f-1a2b3c4d5e6",
                "018f4f1e-7b1a-7c3d-9e2f-1a2b3c4d5e6f0",
                "018f4f1e7b1a7c3d9e2f1a2b3c4d5e6f",
                "{018f4f1e-7b1a-7c3d-9e2f-1a2b3c4d5e6f}",
                "018f4f1e-7b1a-7c3d-9e2f-1a2b3c4d5e6g",
                "1-1-1-1-1",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                "018f4f1e-7b1a-7c3d-9e2f-1a2b3c4d5e6f, 018f4f1e-7b1a-7c3d-9e2f-1a2b3c4d5e6f",
            })
    void keysThatAreNotOneUuid(String key) {
        HttpResponse<String> response =
                SERVER.send(SERVER.post(BODY).setHeader("Pryzma-Idempotency-Key", key));
        assertThat(response.body()).isEqualTo("{\"error\":\"invalid_idempotency_key\"}");
    }

    @Test
    void aKeyThatStandsTwiceIsInvalidAndAnEmptyOneToo() throws Exception {
        assertThat(
                        SERVER.send(
                                        SERVER.post(BODY)
                                                .header("Pryzma-Idempotency-Key", EdgeServer.KEY))
                                .body())
                .isEqualTo("{\"error\":\"invalid_idempotency_key\"}");
        String empty =
                SERVER.raw(
                        "DELETE /v1/probes/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                + "Authorization: Bearer "
                                + SERVER.token()
                                + "\r\nPryzma-Idempotency-Key:\r\n\r\n");
        assertThat(empty).endsWith("{\"error\":\"invalid_idempotency_key\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "DELETE"})
    void everyMutationNeedsAKeyAndGetsItInEitherCase(String method) {
        String path = method.equals("POST") ? "/v1/probes" : "/v1/probes/" + EdgeServer.KEY;
        assertThat(
                        SERVER.send(
                                        SERVER.request(path)
                                                .method(method, BodyPublishers.ofString(BODY)))
                                .body())
                .isEqualTo("{\"error\":\"missing_idempotency_key\"}");
        HttpResponse<String> accepted =
                SERVER.send(
                        SERVER.request(path)
                                .header(
                                        "Pryzma-Idempotency-Key",
                                        EdgeServer.KEY.toUpperCase(Locale.ROOT))
                                .method(method, BodyPublishers.ofString(BODY)));
        assertThat(accepted.statusCode()).isEqualTo(201);
        assertThat(accepted.body()).isEqualTo("{\"key\":\"" + EdgeServer.KEY + "\"}");
    }

    @Test
    void readsNeedNoKey() {
        assertThat(SERVER.send(SERVER.request("/v1/probes")).statusCode()).isEqualTo(200);
    }

    @Test
    void aReplayIsMarkedAndAFirstAnswerIsNot() {
        HttpResponse<String> replay = SERVER.send(SERVER.post("{\"text\":\"replay\"}"));
        assertThat(replay.statusCode()).isEqualTo(201);
        assertThat(replay.headers().allValues("Pryzma-Idempotency-Replayed"))
                .containsExactly("true");
        HttpResponse<String> first = SERVER.send(SERVER.post(BODY));
        assertThat(first.headers().firstValue("Pryzma-Idempotency-Replayed")).isEmpty();
        assertThat(first.headers().allValues("Content-Type")).containsExactly("application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|201",
                "APPLICATION/JSON|201",
                "application/json;charset=utf-8|201",
                "application/json; charset=\"UTF-8\"|201",
                "application/json; charset=iso-8859-1|415",
                "application/json; charset=utf-16|415",
                "application/vnd.api+json|415",
                "application/problem+json|415",
                "text/json|415",
                "text/plain|415",
                "application/x-www-form-urlencoded|415",
                "multipart/form-data; boundary=x|415",
                "nonsense|415",
            })
    void mediaTypesOfBodies(String type, int status) {
        assertThat(SERVER.send(SERVER.post(BODY).header("Content-Type", type)).statusCode())
                .isEqualTo(status);
    }

    @Test
    void aBodyWithoutMediaTypeIsJson() throws Exception {
        String response =
                SERVER.raw(
                        "POST /v1/probes HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization:"
                                + " Bearer "
                                + SERVER.token()
                                + "\r\nPryzma-Idempotency-Key: "
                                + EdgeServer.KEY
                                + "\r\nContent-Length: "
                                + BODY.length()
                                + "\r\n\r\n"
                                + BODY);
        assertThat(response).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void severalAcceptHeadersAreOneList() {
        HttpResponse<String> response =
                SERVER.send(
                        SERVER.request("/v1/probes/x")
                                .header("Accept", "text/html")
                                .header("Accept", "application/problem+json"));
        assertThat(response.headers().allValues("Content-Type"))
                .isEqualTo(List.of("application/problem+json"));
    }

    @Test
    void whoTakesProblemDetailsOnlyStillGetsTheJsonOfASuccess() {
        HttpResponse<String> response =
                SERVER.send(SERVER.post(BODY).header("Accept", "application/problem+json"));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().allValues("Content-Type"))
                .containsExactly("application/json");
    }

    @Test
    void theLargestBodyIsTaken() {
        String text = "{\"text\":\"" + "x".repeat(65_536 - 11) + "\"}";
        assertThat(text).hasSize(65_536);
        assertThat(SERVER.send(SERVER.post(text)).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;charset=iso-8859-1",
                "application/json;charset=utf-16",
                "application/json;charset=nonsense",
                "application/json;q=0.9",
                "application/*;v=1, text/html",
                "application/json;",
            })
    void theTypeOfAnAnswerSaysWhatIsSent(String accept) {
        for (String path : List.of("/v1/probes", "/v1/probes/x", "/health", "/nothing")) {
            HttpResponse<String> response =
                    SERVER.send(SERVER.request(path).header("Accept", accept));
            assertThat(response.headers().allValues("Content-Type"))
                    .as(path)
                    .containsExactly("application/json");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Accept-Charset|IBM037",
                "Accept-Charset|utf-16",
                "Content-Type|application/json;charset=IBM037",
                "Content-Type|text/plain;charset=utf-16",
            })
    void aQueryIsUtf8(String header, String value) {
        assertThat(SERVER.send(SERVER.request("/v1/probes?%6cimit=7").header(header, value)).body())
                .contains("\"limit\":\"7\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/probes|200",
                "/v1/probes/x|400",
                "/v1/probes/fault|500",
                "/nothing|404",
                "/v1/probes/x/paint|405",
                "/health/liveness|200",
                "/docs|200",
                "/openapi.yaml|200",
            })
    void headHasTheFieldsOfGetAndTheConnectionStays(String path, int status) throws Exception {
        String rest =
                " "
                        + path
                        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + SERVER.token()
                        + "\r\n";
        // Its answer has no body: what follows it is the next status line.
        String answers =
                SERVER.raw(
                        "HEAD"
                                + rest
                                + "\r\nGET"
                                + rest
                                + "\r\nHEAD"
                                + rest
                                + "Connection: close\r\n\r\n");
        String[] answer = answers.split("(?=HTTP/1\\.1 " + status + " )");
        assertThat(answer).hasSize(3);
        assertThat(answer[0]).endsWith("\r\n\r\n");
        assertThat(answer[1]).doesNotEndWith("\r\n\r\n");
        assertThat(fields(answer[0])).isEqualTo(fields(answer[1]));
        assertThat(fields(answer[0]))
                .anyMatch(field -> field.startsWith("content-type: "))
                .anyMatch(field -> field.matches("content-length: [1-9][0-9]*"))
                .noneMatch(field -> field.startsWith("connection: "));
        assertThat(answer[2]).endsWith("\r\n\r\n");
    }

    /** The fields of a header that are not of this one answer. */
    private static List<String> fields(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"))
                .toLowerCase(Locale.ROOT)
                .lines()
                .filter(field ->
                        !field.startsWith("pryzma-request-id") && !field.startsWith("date"))
                .sorted()
                .toList();
    }
}
