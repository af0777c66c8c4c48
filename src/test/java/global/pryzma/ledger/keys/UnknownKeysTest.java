package global.pryzma.ledger.keys;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The cancel of a key that nobody knows: because its request is still on its way, or because its
 * record is gone. It says "never" only of what never will be, and "executed" of what was.
 */
@Execution(ExecutionMode.SAME_THREAD)
class UnknownKeysTest {
    private static final String PROGRAM = "{\"name\":\"Wallets\"}";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final UUID key = UUID.randomUUID();
    private String program;
    private String bank;
    private String account;

    @BeforeEach
    void open() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "EUR");
        account = tenant.account(program, "consumer", "EUR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/transfers", "/v1/accounts", "/v1/programs"})
    void aRequestThatIsHeldUpIsCancelledForEver(String path) throws IOException {
        String answer;
        try (HeldUp request = new HeldUp(path, body(path))) {
            assertCancelled(cancel());
            answer = request.arrive();
        }
        assertThat(answer).startsWith("HTTP/1.1 409 ").contains("request_cancelled");
        assertRefused();

        forgetRecord();
        assertRefused();
        assertCancelled(get());
        assertCancelled(cancel());
        assertRefused();

        // Whatever Postgres has lost, the ledger has kept.
        assertThat(Sql.run(service, "DELETE FROM key_trace WHERE id = ?", firstId())).isOne();
        assertRefused();
        forgetClaims();
        assertCancelled(get());
        assertCancelled(cancel());
        assertThat(ok(tenant.get("/v1/accounts/" + account + "/transfers")).get("data")).isEmpty();
    }

    @Test
    void aTransferWhoseRecordIsGoneIsToldToHaveBeenMade() {
        HttpResponse<String> transfer = post("/v1/transfers");
        String id = created(transfer).get("id").asText();
        forgetRecord();
        assertExecuted(get(), "transfer", id);
        UUID cancel = UUID.randomUUID();
        HttpResponse<String> told = tenant.delete(keyPath(), cancel);
        assertExecuted(ok(told), "transfer", id);
        assertThat(tenant.delete(keyPath(), cancel).body()).isEqualTo(told.body());
        assertThat(post("/v1/transfers").body()).isEqualTo(transfer.body());
        assertThat(cancel().at("/response/body/id").asText()).isEqualTo(id);
        assertThat(ok(tenant.get("/v1/accounts/" + account)).at("/balances/posted").asText())
                .isEqualTo("5");
    }

    @Test
    void anAccountWhoseRecordIsGoneIsToldToHaveBeenOpened() {
        HttpResponse<String> opened = post("/v1/accounts");
        String id = created(opened).get("id").asText();
        forgetRecord();
        assertExecuted(get(), "account", id);
        assertExecuted(cancel(), "account", id);
        assertThat(post("/v1/accounts").body()).isEqualTo(opened.body());
    }

    @Test
    void ofOtherChangesItIsOnlyToldThatTheyWereMade() {
        UUID described = UUID.randomUUID();
        String transfer = created(post("/v1/transfers")).get("id").asText();
        ok(tenant.patch("/v1/transfers/" + transfer, described, "{\"description\":\"d\"}"));
        UUID freeze = UUID.randomUUID();
        ok(tenant.patch("/v1/accounts/" + account, freeze, "{\"status\":\"frozen\"}"));
        UUID words = UUID.randomUUID();
        ok(tenant.patch("/v1/accounts/" + account, words, "{\"name\":\"Ada\"}"));
        UUID created = UUID.randomUUID();
        created(tenant.post("/v1/programs", created, PROGRAM));
        UUID renamed = UUID.randomUUID();
        ok(tenant.patch("/v1/programs/" + tenant.program(), renamed, "{\"name\":\"Points\"}"));
        UUID registered = UUID.randomUUID();
        String points = "{\"code\":\"POINTS\",\"exponent\":0}";
        created(tenant.post("/v1/currencies", registered, points));
        UUID cancelling = UUID.randomUUID();
        ok(tenant.delete("/v1/idempotency-keys/" + UUID.randomUUID(), cancelling));
        for (UUID used :
                List.of(freeze, words, created, renamed, registered, described, cancelling)) {
            forgetRecord(used);
            String path = "/v1/idempotency-keys/" + used;
            String told = "{\"key\":\"" + used + "\",\"status\":\"executed\"}";
            assertThat(tenant.get(path).body()).isEqualTo(told);
            assertThat(tenant.delete(path).body()).isEqualTo(told);
        }
        assertThat(ok(tenant.get("/v1/accounts/" + account)).get("status").asText())
                .isEqualTo("frozen");
    }

    @Test
    void aRejectedTransferWhoseRecordIsGoneIsCancelled() {
        String tooMuch = Tenant.transferJson(account, bank, "5");
        assertError(tenant.post("/v1/transfers", key, tooMuch), 422, "insufficient_funds");
        forgetRecord();
        assertError(tenant.get(keyPath()), 404, "not_found");
        assertCancelled(cancel());
        assertError(tenant.post("/v1/transfers", key, tooMuch), 409, "request_cancelled");
        assertRefused();
    }

    @Test
    void ofAnUnknownKeyNothingIsKnownSoFar() {
        assertThat(tenant.problem("GET", keyPath(), "").get("detail").asText())
                .contains("nothing is known so far");
        created(post("/v1/transfers"));
    }

    @Test
    void whoCancelsAnUnknownKeyMayDoEverythingThatAKeyCanDo() {
        for (Scope missing :
                List.of(Scope.TRANSFERS_WRITE, Scope.ACCOUNTS_WRITE, Scope.PROGRAMS_WRITE)) {
            Scope[] others =
                    List.of(Scope.TRANSFERS_WRITE, Scope.ACCOUNTS_WRITE, Scope.PROGRAMS_WRITE)
                            .stream()
                            .filter(scope -> scope != missing)
                            .toArray(Scope[]::new);
            assertError(
                    service.client().delete(keyPath(), tenant.token(others), UUID.randomUUID()),
                    403,
                    "insufficient_scope");
        }
        created(post("/v1/transfers"));
        forgetRecord();
        assertError(
                service.client().get(keyPath(), tenant.token(Scope.ACCOUNTS_WRITE)),
                403,
                "insufficient_scope");
        ok(service.client().get(keyPath(), tenant.token(Scope.TRANSFERS_WRITE)));
    }

    @Test
    void anOperatorCancelsAnUnknownKeyOfAnyOrganisation() {
        Tenant operator = new Tenant(service);
        assertCancelled(
                ok(operator.delete("/v1/ledger/in-doubt/" + tenant.organisation() + "/" + key)));
        assertRefused();
    }

    /** Whoever comes first; and what was said once is said for ever. */
    @RepeatedTest(10)
    void whileTheRequestArrives() throws Exception {
        List<HttpResponse<String>> responses =
                AtOnce.send(
                        4,
                        number ->
                                number % 2 == 0
                                        ? post("/v1/transfers")
                                        : tenant.delete(keyPath(), UUID.randomUUID()));
        HttpResponse<String> last = post("/v1/transfers");
        assertThat(last.statusCode()).as(last.body()).isIn(201, 409, 422);
        boolean moved = last.statusCode() == 201;
        for (HttpResponse<String> response : responses) {
            if (response.statusCode() == 200) {
                JsonNode told = Tenant.json(response);
                assertThat(
                                told.get("status").asText().equals("executed")
                                        || told.at("/response/status").asInt() == 201)
                        .as("%s, then %s", told, last.body())
                        .isEqualTo(moved);
            } else if (response.statusCode() < 500) {
                assertThat(response.body()).isEqualTo(last.body());
            }
        }
        assertThat(ok(tenant.get("/v1/accounts/" + account + "/transfers")).get("data"))
                .hasSize(moved ? 1 : 0);
    }

    /** Nothing that could be asked with the key is carried out. */
    private void assertRefused() {
        for (String path : List.of("/v1/transfers", "/v1/accounts", "/v1/programs")) {
            assertError(post(path), 409, "request_cancelled");
            forgetClaims();
        }
        String path = "/v1/accounts/" + account;
        assertError(tenant.patch(path, key, "{\"name\":\"x\"}"), 409, "request_cancelled");
        forgetClaims();
        assertError(tenant.delete(path, key), 409, "request_cancelled");
        forgetClaims();
        assertError(
                tenant.delete("/v1/idempotency-keys/" + UUID.randomUUID(), key),
                409,
                "request_cancelled");
    }

    /** What a claim has recorded for its own content, once the cancel's own record was gone. */
    private void forgetClaims() {
        Sql.run(
                service,
                "DELETE FROM idempotency_key WHERE key = ? AND operation_number IS NOT NULL",
                key);
    }

    private void forgetRecord() {
        forgetRecord(key);
    }

    /** As the purge does. */
    private void forgetRecord(UUID used) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", used)).isOne();
    }

    private UUID firstId() {
        return DerivedIds.of(tenant.organisation(), new IdempotencyKey(key)).id(0).toUuid();
    }

    private String keyPath() {
        return "/v1/idempotency-keys/" + key;
    }

    private JsonNode get() {
        return ok(tenant.get(keyPath()));
    }

    private JsonNode cancel() {
        return ok(tenant.delete(keyPath()));
    }

    private void assertCancelled(JsonNode state) {
        assertThat(state.toString())
                .isEqualTo(
                        "{\"key\":\""
                                + key
                                + "\",\"status\":\"recorded\",\"response\":{\"status\":409,"
                                + "\"content_type\":\"application/json\","
                                + "\"body\":{\"error\":\"request_cancelled\"}}}");
    }

    private void assertExecuted(JsonNode state, String type, String id) {
        assertThat(state.toString())
                .isEqualTo(
                        "{\"key\":\"%s\",\"status\":\"executed\",\"resource\":".formatted(key)
                                + "{\"type\":\"%s\",\"id\":\"%s\"}}".formatted(type, id));
    }

    private HttpResponse<String> post(String path) {
        return tenant.post(path, key, body(path));
    }

    private String body(String path) {
        return switch (path) {
            case "/v1/transfers" -> Tenant.transferJson(bank, account, "5");
            case "/v1/accounts" -> Tenant.accountJson(program, "consumer", "EUR");
            case "/v1/programs" -> PROGRAM;
            default -> throw new IllegalArgumentException(path);
        };
    }

    /** A request of which all has been sent but its end. */
    private final class HeldUp implements AutoCloseable {
        private final Socket socket;
        private final byte[] rest;

        HeldUp(String path, String json) throws IOException {
            URI uri = service.client().request(path).build().uri();
            byte[] request =
                    """
                    POST %s HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Pryzma-Idempotency-Key: %s
                    Content-Type: application/json
                    Connection: close
                    Content-Length: %d

                    %s\
                    """
                            .formatted(path, tenant.token(Scope.values()), key, json.length(), json)
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.UTF_8);
            socket = new Socket(uri.getHost(), uri.getPort());
            socket.getOutputStream().write(request, 0, request.length - 1);
            rest = new byte[] {request[request.length - 1]};
        }

        /** The response. */
        String arrive() throws IOException {
            socket.getOutputStream().write(rest);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
