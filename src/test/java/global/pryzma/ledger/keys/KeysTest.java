package global.pryzma.ledger.keys;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;

/** What clients and operators are told about keys, and what a cancel does, over HTTP. */
class KeysTest {
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";

    private static ServiceUnderTest service;

    private Tenant tenant;
    private String settlement;
    private String consumer;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(Map.of("pryzma.deadline", "2s"));
        StoredClaims.keep(Sql.url(service));
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @BeforeEach
    void open() {
        tenant = new Tenant(service);
        String program = tenant.program();
        UUID key = UUID.randomUUID();
        String json = Tenant.accountJson(program, "settlement", "USD_GT");
        settlement =
                Tenant.created(onceQueriesAreAnswered(() -> tenant.post("/v1/accounts", key, json)))
                        .get("id")
                        .asText();
        consumer = tenant.account(program, "consumer", "USD_GT");
    }

    @Test
    void aRecordedKeyShowsItsResponse() {
        UUID key = UUID.randomUUID();
        JsonNode transfer = Tenant.created(post(key, "5"));
        JsonNode state = ok(tenant.get("/v1/idempotency-keys/" + key));
        assertThat(state.path("key").asText()).isEqualTo(key.toString());
        assertThat(state.path("operation").asText()).isEqualTo("transfers.create");
        assertThat(state.path("status").asText()).isEqualTo("recorded");
        assertThat(state.path("response").path("status").asInt()).isEqualTo(201);
        assertThat(state.path("response").path("content_type").asText())
                .isEqualTo("application/json");
        assertThat(state.path("response").path("body")).isEqualTo(transfer);
    }

    @Test
    void aRecordedErrorIsShownToo() {
        UUID key = UUID.randomUUID();
        assertError(
                tenant.post("/v1/transfers", key, Tenant.transferJson(consumer, settlement, "5")),
                422,
                "insufficient_funds");
        JsonNode response = ok(tenant.get("/v1/idempotency-keys/" + key)).path("response");
        assertThat(response.path("status").asInt()).isEqualTo(422);
        assertThat(response.path("body").path("error").asText()).isEqualTo("insufficient_funds");
    }

    @Test
    void anotherOrganisationsKeyIsUnknown() {
        UUID key = UUID.randomUUID();
        Tenant.created(post(key, "5"));
        Tenant stranger = new Tenant(service);
        assertError(stranger.get("/v1/idempotency-keys/" + key), 404, "not_found");
        // The equal key of its own is another one.
        ok(stranger.delete("/v1/idempotency-keys/" + key, UUID.randomUUID()));
        JsonNode state = ok(tenant.get("/v1/idempotency-keys/" + key));
        assertThat(state.at("/response/status").asInt()).isEqualTo(201);
    }

    @Test
    void aKeyIsOneUuid() {
        assertError(tenant.get("/v1/idempotency-keys/nonsense"), 400, "invalid_parameter");
        assertError(
                tenant.delete("/v1/idempotency-keys/nonsense", UUID.randomUUID()),
                400,
                "invalid_parameter");
        assertError(
                tenant.delete(
                        "/v1/ledger/in-doubt/nonsense/" + UUID.randomUUID(), UUID.randomUUID()),
                400,
                "invalid_org_id");
    }

    @Test
    void theScopeIsThatOfTheOperation() {
        UUID key = UUID.randomUUID();
        Tenant.created(post(key, "5"));
        String path = "/v1/idempotency-keys/" + key;
        assertError(
                service.client().get(path, tenant.token(Scope.TRANSFERS_READ)),
                403,
                "insufficient_scope");
        assertError(
                service.client().get(path, tenant.token(Scope.ACCOUNTS_WRITE)),
                403,
                "insufficient_scope");
        assertError(
                service.client()
                        .delete(path, tenant.token(Scope.ACCOUNTS_WRITE), UUID.randomUUID()),
                403,
                "insufficient_scope");
        ok(service.client().get(path, tenant.token(Scope.TRANSFERS_WRITE)));
        assertError(
                service.client().get("/v1/ledger/in-doubt", tenant.token(Scope.TRANSFERS_WRITE)),
                403,
                "insufficient_scope");
    }

    @Test
    void theCancelOfAnExecutedRequestLearnsItsResponseAndIsReplayed() {
        UUID key = UUID.randomUUID();
        JsonNode transfer = Tenant.created(post(key, "5"));
        UUID cancel = UUID.randomUUID();
        HttpResponse<String> first = tenant.delete("/v1/idempotency-keys/" + key, cancel);
        assertThat(ok(first).path("response").path("body")).isEqualTo(transfer);
        HttpResponse<String> second = tenant.delete("/v1/idempotency-keys/" + key, cancel);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue(REPLAYED)).hasValue("true");
        assertError(
                tenant.delete("/v1/idempotency-keys/" + UUID.randomUUID(), cancel),
                422,
                "idempotency_key_reused");
    }

    @Test
    void aRequestThatTheLedgerDidNotAnswerIsInDoubtUntilItIsCancelledOrFoundExecuted() {
        UUID key = UUID.randomUUID();
        service.stopLedger();
        try {
            assertError(post(key, "5"), 502, "ledger_unavailable");
            await().atMost(Duration.ofSeconds(30)).until(() -> isInDoubt(key));
            assertThat(isListed(key)).isTrue();
            assertError(
                    tenant.delete("/v1/idempotency-keys/" + key, UUID.randomUUID()),
                    502,
                    "ledger_unavailable");
        } finally {
            service.startLedger();
        }
        // It may have been on its way to the ledger; whatever became of it is the truth for ever.
        UUID cancel = UUID.randomUUID();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        tenant.delete("/v1/idempotency-keys/" + key, cancel).statusCode() == 200);
        JsonNode settled = ok(tenant.delete("/v1/idempotency-keys/" + key, cancel));
        int status = settled.path("response").path("status").asInt();
        assertThat(status).isIn(201, 409);
        HttpResponse<String> repeated = post(key, "5");
        assertThat(repeated.statusCode()).isEqualTo(status);
        assertThat(repeated.headers().firstValue(REPLAYED)).hasValue("true");
        assertThat(Tenant.json(repeated)).isEqualTo(settled.path("response").path("body"));
        assertThat(transfers()).hasSize(status == 201 ? 1 : 0);
        assertThat(isListed(key)).isFalse();
    }

    @Test
    void anOperatorCancelsForAnyOrganisation() {
        UUID key = UUID.randomUUID();
        service.stopLedger();
        try {
            assertError(post(key, "5"), 502, "ledger_unavailable");
        } finally {
            service.startLedger();
        }
        Tenant operator = new Tenant(service);
        String path = "/v1/ledger/in-doubt/" + tenant.organisation() + "/" + key;
        UUID cancel = UUID.randomUUID();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> operator.delete(path, cancel).statusCode() == 200);
        int status = ok(operator.delete(path, cancel)).path("response").path("status").asInt();
        assertThat(post(key, "5").statusCode()).isEqualTo(status);
        assertThat(transfers()).hasSize(status == 201 ? 1 : 0);
    }

    @Test
    void whatIsKnownOfAKeyIsToldDuringAnOutageAndOfNoOtherIsAnythingSaid() {
        UUID key = UUID.randomUUID();
        Tenant.created(post(key, "5"));
        UUID unknown = UUID.randomUUID();
        service.stopLedger();
        try {
            ok(tenant.get("/v1/idempotency-keys/" + key));
            ok(tenant.delete("/v1/idempotency-keys/" + key, UUID.randomUUID()));
            assertError(tenant.get("/v1/idempotency-keys/" + unknown), 502, "ledger_unavailable");
            assertError(
                    tenant.delete("/v1/idempotency-keys/" + unknown, UUID.randomUUID()),
                    502,
                    "ledger_unavailable");
        } finally {
            service.startLedger();
        }
        assertThat(
                        await().atMost(Duration.ofSeconds(60))
                                .until(
                                        () -> post(unknown, "5").statusCode(),
                                        status -> status < 500))
                .as("nothing was said, and the fences may have come through")
                .isIn(201, 409, 422);
    }

    @Test
    void theListOfKeysInDoubtHasPages() {
        List<UUID> keys = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        // Their instance has died before it recorded what became of them.
        for (UUID key : keys) {
            assertThat(post(key, "5").statusCode()).isEqualTo(201);
            StoredClaims.loseResponse(Sql.url(service), key);
            Sql.run(
                    service,
                    "INSERT INTO key_in_doubt (organisation_id, key) VALUES (?, ?)",
                    tenant.organisation(),
                    key);
            assertThat(isInDoubt(key)).isTrue();
        }
        JsonNode first = ok(tenant.get("/v1/ledger/in-doubt?limit=1"));
        assertThat(first.path("data")).hasSize(1);
        assertThat(first.path("has_more").asBoolean()).isTrue();
        JsonNode second =
                ok(
                        tenant.get(
                                "/v1/ledger/in-doubt?limit=1&cursor="
                                        + first.path("next_cursor").asText()));
        assertThat(second.path("data")).hasSize(1);
        assertThat(second.path("data")).isNotEqualTo(first.path("data"));
        keys.forEach(key -> assertThat(post(key, "5").statusCode()).isEqualTo(201));
        assertThat(transfers()).hasSize(3);
    }

    private HttpResponse<String> post(UUID key, String amount) {
        return tenant.post("/v1/transfers", key, Tenant.transferJson(settlement, consumer, amount));
    }

    private JsonNode transfers() {
        String path = "/v1/accounts/" + consumer + "/transfers";
        return ok(onceQueriesAreAnswered(() -> tenant.get(path))).path("data");
    }

    /** Queries have a connection of their own, which comes back from an outage on its own. */
    private static HttpResponse<String> onceQueriesAreAnswered(
            Callable<HttpResponse<String>> request) {
        return await().atMost(Duration.ofSeconds(60))
                .until(request, response -> response.statusCode() != 502);
    }

    private boolean isInDoubt(UUID key) {
        return ok(tenant.get("/v1/idempotency-keys/" + key))
                .path("status")
                .asText()
                .equals("in_doubt");
    }

    /** Whether the key is in the operators' list. */
    private boolean isListed(UUID key) {
        JsonNode page = ok(tenant.get("/v1/ledger/in-doubt?limit=100"));
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .anyMatch(row -> row.path("key").asText().equals(key.toString()));
    }
}
