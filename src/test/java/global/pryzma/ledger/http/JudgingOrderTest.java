package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.security.Scope;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** A request that is wrong in every way is told the first; cured of it, the next; and so on. */
@Execution(ExecutionMode.SAME_THREAD)
class JudgingOrderTest {
    private static final EdgeServer SERVER = EdgeServer.shared();

    @Test
    void eachRuleInItsTurn() {
        Wrong wrong = new Wrong();
        wrong.path = "/v1/prbes/x/paint";
        assertThat(wrong.error()).isEqualTo("404 route_not_found");
        wrong.path = "/v1/probes/x/paint";
        wrong.method = "PUT";
        assertThat(wrong.error()).isEqualTo("405 method_not_allowed");
        wrong.method = "POST";
        assertThat(wrong.error()).isEqualTo("401 missing_bearer_token");
        wrong.authorization = "Bearer x";
        assertThat(wrong.error()).isEqualTo("401 invalid_token");
        wrong.authorization = "Bearer " + SERVER.token(Scope.TRANSFERS_READ);
        assertThat(wrong.error()).isEqualTo("403 insufficient_scope");
        wrong.authorization = "Bearer " + SERVER.token(Scope.TRANSFERS_WRITE);
        assertThat(wrong.error()).isEqualTo("413 body_too_large");
        wrong.body = "{\"tpyo\":1}";
        assertThat(wrong.error()).isEqualTo("415 unsupported_media_type");
        wrong.contentType = "Application/JSON; charset=\"UTF-8\"";
        assertThat(wrong.error()).isEqualTo("406 not_acceptable");
        wrong.accept = "text/html, */*;q=0.1";
        assertThat(wrong.error()).isEqualTo("400 missing_idempotency_key");
        wrong.key = "x";
        assertThat(wrong.error()).isEqualTo("400 invalid_idempotency_key");
        wrong.key = EdgeServer.KEY;
        assertThat(wrong.error()).isEqualTo("400 invalid_parameter");
        wrong.path = "/v1/probes/" + EdgeServer.KEY + "/paint?dry_run=true";
        assertThat(wrong.error()).isEqualTo("400 invalid_parameter");
        wrong.path = "/v1/probes/" + EdgeServer.KEY + "/paint";
        assertThat(wrong.error()).isEqualTo("400 invalid_body");
        wrong.body = "{\"text\":\"x\"}";
        assertThat(wrong.send().statusCode()).isEqualTo(201);
    }

    private static final class Wrong {
        String method = "POST";
        String path = "";
        String authorization = "";
        String contentType = "text/plain";
        String accept = "text/html";
        String key = "";
        String body = "x".repeat(65_537);

        String error() {
            HttpResponse<String> response = send();
            return response.statusCode()
                    + " "
                    + response.body().replace("{\"error\":\"", "").replace("\"}", "");
        }

        HttpResponse<String> send() {
            HttpRequest.Builder request =
                    SERVER.anonymous(path)
                            .method(method, BodyPublishers.ofString(body))
                            .header("Content-Type", contentType)
                            .header("Accept", accept);
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            if (!key.isEmpty()) {
                request.header("Pryzma-Idempotency-Key", key);
            }
            return SERVER.send(request);
        }
    }
}
