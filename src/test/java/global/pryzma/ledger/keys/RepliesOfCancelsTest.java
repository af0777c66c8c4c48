package global.pryzma.ledger.keys;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.UUID;

/**
 * The answer to a cancel carries the response of what was to be cancelled: whoever has not the
 * scope of that gets it by no repetition of the cancel, nor by asking for the cancel's own key.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RepliesOfCancelsTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final UUID opening = UUID.randomUUID();
    private final UUID cancel = UUID.randomUUID();
    private final String path = "/v1/idempotency-keys/" + opening;

    @BeforeEach
    void open() {
        StoredClaims.keepAll(Sql.url(service));
        String json = Tenant.accountJson(tenant.program(), "consumer", "EUR");
        created(tenant.post("/v1/accounts", opening, json));
    }

    @AfterEach
    void keepNoMore() {
        StoredClaims.keepNoMore(Sql.url(service));
    }

    @Test
    void aRepetitionIsForThoseWhoMayDoWhatWasCancelled() {
        HttpResponse<String> told = delete(path, cancel, Scope.ACCOUNTS_WRITE);
        ok(told);
        assertForbidden(delete(path, cancel, Scope.TRANSFERS_WRITE));
        assertForbidden(delete(path, cancel, Scope.PROGRAMS_WRITE));
        assertThat(delete(path, cancel, Scope.ACCOUNTS_WRITE).body()).isEqualTo(told.body());
        // Also when only the cancel is known still.
        forget(opening);
        assertForbidden(delete(path, cancel, Scope.TRANSFERS_WRITE));
        assertThat(delete(path, cancel, Scope.ACCOUNTS_WRITE).body()).isEqualTo(told.body());
    }

    @Test
    void theCancelsOwnKeyTellsNobodyMore() {
        ok(delete(path, cancel, Scope.ACCOUNTS_WRITE));
        String own = "/v1/idempotency-keys/" + cancel;
        assertForbidden(get(own, Scope.TRANSFERS_WRITE));
        ok(get(own, Scope.ACCOUNTS_WRITE));
        UUID second = UUID.randomUUID();
        assertForbidden(delete(own, second, Scope.TRANSFERS_WRITE));
        ok(delete(own, second, Scope.ACCOUNTS_WRITE));
        // Whatever that was a cancel of.
        assertForbidden(delete(own, second, Scope.TRANSFERS_WRITE));
        assertForbidden(get("/v1/idempotency-keys/" + second, Scope.TRANSFERS_WRITE));
        ok(delete(own, second, Scope.TRANSFERS_WRITE, Scope.ACCOUNTS_WRITE, Scope.PROGRAMS_WRITE));
    }

    @Test
    void aCancelThatItsInstanceDidNotFinishIsFinishedForNobodyElse() {
        HttpResponse<String> told = delete(path, cancel, Scope.ACCOUNTS_WRITE);
        StoredClaims.loseResponse(Sql.url(service), cancel);
        assertForbidden(delete(path, cancel, Scope.TRANSFERS_WRITE));
        assertThat(delete(path, cancel, Scope.ACCOUNTS_WRITE).body()).isEqualTo(told.body());
    }

    @RepeatedTest(10)
    void whoWaitsForAnothersCancelIsNotToldItsAnswer() throws Exception {
        for (HttpResponse<String> response :
                AtOnce.send(
                        6,
                        number ->
                                delete(
                                        path,
                                        cancel,
                                        number % 2 == 0
                                                ? Scope.ACCOUNTS_WRITE
                                                : Scope.TRANSFERS_WRITE))) {
            assertThat(response.body().contains("response"))
                    .as(response.body())
                    .isEqualTo(response.statusCode() == 200);
            assertThat(response.statusCode()).isIn(200, 403, 503);
        }
        ok(delete(path, cancel, Scope.ACCOUNTS_WRITE));
        assertForbidden(delete(path, cancel, Scope.TRANSFERS_WRITE));
    }

    @Test
    void anOperatorsCancelIsForOperators() {
        Tenant other = new Tenant(service);
        String operated = "/v1/ledger/in-doubt/" + other.organisation() + "/" + UUID.randomUUID();
        ok(delete(operated, cancel, Scope.LEDGER_OPERATE));
        ok(delete(operated, cancel, Scope.LEDGER_OPERATE));
        assertForbidden(
                get(
                        "/v1/idempotency-keys/" + cancel,
                        Scope.TRANSFERS_WRITE,
                        Scope.ACCOUNTS_WRITE,
                        Scope.PROGRAMS_WRITE));
        String own = "/v1/ledger/in-doubt/" + tenant.organisation() + "/" + opening;
        UUID second = UUID.randomUUID();
        ok(delete(own, second, Scope.LEDGER_OPERATE));
        ok(delete(own, second, Scope.LEDGER_OPERATE));
        assertForbidden(delete(path, second, Scope.TRANSFERS_WRITE));
        ok(delete(path, second, Scope.ACCOUNTS_WRITE));
    }

    private HttpResponse<String> delete(String what, UUID key, Scope... scopes) {
        return service.client().delete(what, tenant.token(scopes), key);
    }

    private HttpResponse<String> get(String what, Scope... scopes) {
        return service.client().get(what, tenant.token(scopes));
    }

    /** As the purge does. */
    private void forget(UUID key) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    private static void assertForbidden(HttpResponse<String> response) {
        assertError(response, 403, "insufficient_scope");
    }
}
