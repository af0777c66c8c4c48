package global.pryzma.ledger.account;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.util.UUID;

/**
 * A change of an account that was refused stays so once its record is gone, whatever the account's
 * state has become by then; and its key is good for nothing else.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RefusedForEverTest {
    private static final String FROZEN = "{\"status\":\"frozen\"}";
    private static final String ACTIVE = "{\"status\":\"active\"}";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final UUID key = UUID.randomUUID();
    private String program;
    private String bank;
    private String account;

    @BeforeEach
    void openAccounts() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "EUR");
        account = tenant.account(program, "external", "EUR");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void anActivationThatWasRefusedDoesNotEndALaterFreeze(boolean wasFrozenBefore) {
        if (wasFrozenBefore) {
            ok(tenant.patch(path(account), FROZEN));
            ok(tenant.patch(path(account), ACTIVE));
        }
        assertError(tenant.patch(path(account), key, ACTIVE), 409, "conflict");
        forget();
        ok(tenant.patch(path(account), FROZEN));
        assertError(tenant.patch(path(account), key, ACTIVE), 422, "transfer_rejected");
        forget();
        assertThat(ok(tenant.get(path(account))).get("status").asText()).isEqualTo("frozen");
        ok(tenant.patch(path(account), ACTIVE));
        assertError(tenant.patch(path(account), key, FROZEN), 422, "transfer_rejected");
        assertThat(ok(tenant.get(path(account))).get("status").asText()).isEqualTo("active");
    }

    /** The chain that closes an account is refused at its first link or at its second. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theKeyOfAClosingThatWasRefusedMovesNothing(boolean owed) {
        created(transfer(UUID.randomUUID(), owed ? bank : account, owed ? account : bank));
        assertError(tenant.delete(path(account), key), 409, "conflict");
        forget();
        assertError(transfer(key, bank, account), 422, "transfer_rejected");
        forget();
        created(transfer(UUID.randomUUID(), owed ? account : bank, owed ? bank : account));
        assertError(tenant.delete(path(account), key), 422, "transfer_rejected");
        assertThat(ok(tenant.get(path(account))).get("status").asText()).isEqualTo("active");
    }

    private static String path(String id) {
        return "/v1/accounts/" + id;
    }

    private HttpResponse<String> transfer(UUID used, String debit, String credit) {
        return tenant.post("/v1/transfers", used, Tenant.transferJson(debit, credit, "5"));
    }

    /** As the purge does. */
    private void forget() {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }
}
