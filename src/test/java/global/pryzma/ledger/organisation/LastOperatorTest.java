package global.pryzma.ledger.organisation;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** In a service whose operators are known: somebody stays who can operate it. */
@Execution(ExecutionMode.SAME_THREAD)
class LastOperatorTest {
    private static final String DEMO = "/v1/organisations/" + DemoOrganisation.ID;
    private static final int TOGETHER = 6;

    @Test
    void somebodyStaysWhoCanOperate() throws Exception {
        try (ServiceUnderTest service = ServiceUnderTest.start(Map.of())) {
            // Its token is of no credential, and so speaks on when all others are revoked.
            Tenant operator = new Tenant(service);
            String demo = ok(operator.get(DEMO + "/credentials")).at("/data/0/client_id").asText();
            UUID key = UUID.randomUUID();
            String demoPath = DEMO + "/credentials/" + demo;
            assertError(operator.delete(demoPath, key), 409, "last_operator");
            assertError(operator.patch(DEMO, "{\"status\":\"suspended\"}"), 409, "last_operator");
            String home =
                    "/v1/organisations/"
                            + created(operator.post("/v1/organisations", "{\"name\":\"Ops\"}"))
                                    .get("id")
                                    .asText();
            created(
                    operator.post(
                            home + "/credentials",
                            "{\"scopes\":[\"ledger.operate\"],"
                                    + "\"expires_at\":\"2199-01-01T00:00:00Z\"}"));
            assertError(operator.delete(demoPath), 409, "last_operator");
            for (int i = 1; i < TOGETHER; i++) {
                created(operator.post(DEMO + "/credentials", "{\"scopes\":[\"ledger.operate\"]}"));
            }
            assertThat(statuses(revokeAll(operator)))
                    .containsOnly(200, 409)
                    .filteredOn(status -> status == 409)
                    .hasSize(1);
            assertError(operator.delete(demoPath, key), 409, "last_operator");
        }
    }

    /** All that hold for ever, at the same time. */
    private static List<HttpResponse<String>> revokeAll(Tenant operator) throws Exception {
        List<Future<HttpResponse<String>>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (JsonNode credential : ok(operator.get(DEMO + "/credentials")).get("data")) {
                if (credential.get("scopes").toString().contains(Scope.LEDGER_OPERATE.value())) {
                    String path = DEMO + "/credentials/" + credential.get("client_id").asText();
                    calls.add(threads.submit(() -> operator.delete(path)));
                }
            }
        }
        assertThat(calls).hasSize(TOGETHER);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> call : calls) {
            answers.add(call.get());
        }
        return answers;
    }

    private static List<Integer> statuses(List<HttpResponse<String>> answers) {
        return answers.stream().map(HttpResponse::statusCode).toList();
    }
}
