package global.pryzma.ledger.contract;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.problem.KeyUse;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the catalogue, and the contract with it, says of each code and the idempotency key: after
 * the error another request is sent with the same key. If the key is free it moves money; if it is
 * used up it does not.
 */
@Execution(ExecutionMode.SAME_THREAD)
class KeyUseTest {
    /** They come without a key, or without a request. */
    private static final Set<ProblemCode> WITHOUT_KEY =
            EnumSet.of(
                    ProblemCode.MISSING_IDEMPOTENCY_KEY,
                    ProblemCode.INVALID_IDEMPOTENCY_KEY,
                    ProblemCode.MALFORMED_REQUEST,
                    ProblemCode.URI_TOO_LONG,
                    ProblemCode.HEADERS_TOO_LARGE,
                    ProblemCode.HTTP_VERSION_NOT_SUPPORTED);

    /** They come from what operators do; the tests of organisations show them. */
    private static final Set<ProblemCode> OF_OPERATORS =
            EnumSet.of(
                    ProblemCode.ORGANISATION_SUSPENDED,
                    ProblemCode.LAST_OPERATOR,
                    ProblemCode.LIMIT_EXCEEDED);

    private static final String TRANSFERS = "/v1/transfers";
    private static final String ALL_THERE_IS = "340282366920938463463374607431768211454";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final ServiceClient client = service.client();
    private final Tenant tenant = new Tenant(service);
    private final String program = tenant.program();
    private final String bank = tenant.account(program, "settlement", "USD_GT");
    private final String ada = tenant.account(program, "consumer", "USD_GT");
    private final String good = transferJson(bank, ada, "1");
    private final Map<ProblemCode, Set<KeyUse>> seen = new TreeMap<>();

    @Test
    void theContractSaysOfEachCodeWhetherTheKeyIsUsedUp() {
        whatTheRequestAloneShows();
        whatTheHeadersShow();
        whatMayChange();
        for (ProblemCode code : ProblemCode.values()) {
            Set<KeyUse> expected =
                    switch (code.keyUse()) {
                        case FREE -> EnumSet.of(KeyUse.FREE);
                        case USED -> EnumSet.of(KeyUse.USED);
                        case EITHER -> EnumSet.of(KeyUse.FREE, KeyUse.USED);
                        case OPEN -> EnumSet.noneOf(KeyUse.class); // the tests of outages
                    };
            if (!WITHOUT_KEY.contains(code) && !OF_OPERATORS.contains(code)) {
                assertThat(seen.getOrDefault(code, EnumSet.noneOf(KeyUse.class)))
                        .as(code.code())
                        .isEqualTo(expected);
            }
        }
    }

    private void whatTheRequestAloneShows() {
        after(ProblemCode.INVALID_BODY, key -> tenant.post(TRANSFERS, key, "{}"));
        after(ProblemCode.INVALID_PARAMETER, key -> tenant.post(TRANSFERS + "?a=1", key, good));
        after(
                ProblemCode.TRANSFER_REJECTED,
                key -> tenant.post(TRANSFERS, key, transferJson(ada, ada, "1")));
        after(ProblemCode.INVALID_ORG_ID, key -> program(key, "\"organisation_id\":\"x\""));
        after(
                ProblemCode.NOT_FOUND,
                key -> program(key, "\"organisation_id\":\"" + UUID.randomUUID() + "\""));
        after(
                ProblemCode.BODY_TOO_LARGE,
                key -> tenant.post(TRANSFERS, key, " ".repeat(100_000) + good));
        after(ProblemCode.ROUTE_NOT_FOUND, key -> tenant.post("/v1/nowhere", key, good));
        after(ProblemCode.METHOD_NOT_ALLOWED, key -> tenant.send("PATCH", TRANSFERS, key, good));
    }

    private void whatTheHeadersShow() {
        String token = tenant.token(Scope.values());
        after(ProblemCode.MISSING_BEARER_TOKEN, key -> client.send(request(key)));
        after(ProblemCode.INVALID_TOKEN, key -> client.send(authorized(key, "x")));
        after(
                ProblemCode.INSUFFICIENT_SCOPE,
                key -> client.send(authorized(key, tenant.token(Scope.ACCOUNTS_READ))));
        after(
                ProblemCode.NOT_ACCEPTABLE,
                key -> client.send(authorized(key, token).header("Accept", "text/html")));
        after(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                key -> client.send(authorized(key, token).header("Content-Encoding", "br")));
    }

    private void whatMayChange() {
        after(
                ProblemCode.NOT_FOUND,
                key ->
                        tenant.post(
                                TRANSFERS,
                                key,
                                transferJson(bank, UUID.randomUUID().toString(), "1")));
        after(ProblemCode.INVALID_BODY, key -> program(key, "\"currencies\":[\"ZZZ\"]"));
        after(
                ProblemCode.INSUFFICIENT_FUNDS,
                key -> tenant.post(TRANSFERS, key, transferJson(ada, bank, "1000000000")));
        String full = tenant.account(program, "external", "USD_GT");
        created(tenant.post(TRANSFERS, transferJson(bank, full, ALL_THERE_IS)));
        String other = tenant.account(program, "settlement", "USD_GT");
        after(
                ProblemCode.TRANSFER_REJECTED,
                key -> tenant.post(TRANSFERS, key, transferJson(other, full, ALL_THERE_IS)));
        String frozen = tenant.account(program, "consumer", "USD_GT");
        ok(tenant.patch("/v1/accounts/" + frozen, "{\"status\":\"frozen\"}"));
        after(
                ProblemCode.CONFLICT,
                key -> tenant.post(TRANSFERS, key, transferJson(other, frozen, "1")));
        String named = transferJson(other, ada, "1").replace("}", ",\"reference\":\"key use\"}");
        created(tenant.post(TRANSFERS, named));
        after(ProblemCode.REFERENCE_IN_USE, key -> tenant.post(TRANSFERS, key, named));
        after(
                ProblemCode.BATCH_REJECTED,
                key ->
                        tenant.post(
                                "/v1/journal-entries",
                                key,
                                ("{'lines':[{'account_id':'%s','side':'debit','amount':'1'},"
                                                + "{'account_id':'%s','side':'credit',"
                                                + "'amount':'1'}]}")
                                        .replace('\'', '"')
                                        .formatted(other, frozen)));
        after(
                ProblemCode.REQUEST_CANCELLED,
                key -> {
                    ok(tenant.delete("/v1/idempotency-keys/" + key));
                    return tenant.post(TRANSFERS, key, transferJson(other, ada, "2"));
                });
        after(
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                key -> {
                    created(tenant.post(TRANSFERS, key, transferJson(other, ada, "3")));
                    return tenant.post(TRANSFERS, key, transferJson(other, ada, "4"));
                });
    }

    private HttpResponse<String> program(UUID key, String field) {
        return tenant.post("/v1/programs", key, "{\"name\":\"n\"," + field + "}");
    }

    private HttpRequest.Builder request(UUID key) {
        return client.request(TRANSFERS)
                .header("Content-Type", "application/json")
                .header("Pryzma-Idempotency-Key", key.toString())
                .POST(BodyPublishers.ofString(good));
    }

    private HttpRequest.Builder authorized(UUID key, String token) {
        return request(key).header("Authorization", "Bearer " + token);
    }

    /** Looks at what another request with the key gets after this error. */
    private void after(ProblemCode code, Refused refused) {
        UUID key = UUID.randomUUID();
        assertError(refused.with(key), code.status(), code.code());
        String clean = tenant.account(program, "settlement", "USD_GT");
        HttpResponse<String> next = tenant.post(TRANSFERS, key, transferJson(clean, ada, "5"));
        boolean free = next.statusCode() == 201;
        if (!free) {
            boolean cancelled = code == ProblemCode.REQUEST_CANCELLED;
            assertError(
                    next,
                    cancelled ? 409 : 422,
                    cancelled ? "request_cancelled" : "idempotency_key_reused");
        }
        seen.computeIfAbsent(code, _ -> EnumSet.noneOf(KeyUse.class))
                .add(free ? KeyUse.FREE : KeyUse.USED);
    }

    /** A request that is refused. */
    @FunctionalInterface
    private interface Refused {
        HttpResponse<String> with(UUID key);
    }
}
