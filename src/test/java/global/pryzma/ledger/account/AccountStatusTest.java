package global.pryzma.ledger.account;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.UUID;

/** Freezing, activating and closing over HTTP: what is allowed, and what the client sees of it. */
@Execution(ExecutionMode.SAME_THREAD)
class AccountStatusTest {
    private static final String FROZEN = "{\"status\":\"frozen\"}";
    private static final String ACTIVE = "{\"status\":\"active\"}";
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";

    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());
    private String bank;
    private String account;

    @BeforeEach
    void openAccounts() {
        String program = tenant.program();
        bank = tenant.account(program, "settlement", "EUR");
        account = tenant.account(program, "consumer", "EUR");
    }

    /** The control accounts are in these books too. */
    @AfterAll
    static void debitsEqualCredits() {
        ServiceUnderTest.shared().assertBooksBalance();
    }

    /** The command of a closing has a version of its own, which others' lack. */
    @Test
    void theKeyOfAClosingIsUsedForEverythingElse() {
        UUID key = UUID.randomUUID();
        created(transfer(bank, account, 100));
        assertError(tenant.delete(path(account), key), 409, "conflict");
        assertError(transfer(key, bank, account, 1), 422, "idempotency_key_reused");
        assertError(tenant.patch(path(account), key, FROZEN), 422, "idempotency_key_reused");
        UUID used = UUID.randomUUID();
        created(transfer(used, bank, account, 1));
        assertError(tenant.delete(path(account), used), 422, "idempotency_key_reused");
    }

    @Test
    void aFrozenAccountIsNeitherDebitedNorCredited() {
        created(transfer(bank, account, 100));
        HttpResponse<String> frozen = tenant.patch(path(account), FROZEN);
        assertThat(ok(frozen).get("status").asText()).isEqualTo("frozen");
        assertThat(tenant.get(path(account)).body()).isEqualTo(frozen.body());
        UUID debit = UUID.randomUUID();
        UUID credit = UUID.randomUUID();
        HttpResponse<String> debited = transfer(debit, account, bank, 1);
        HttpResponse<String> credited = transfer(credit, bank, account, 1);
        assertError(debited, 409, "conflict");
        assertError(credited, 409, "conflict");

        HttpResponse<String> active = tenant.patch(path(account), ACTIVE);
        assertThat(ok(active).get("status").asText()).isEqualTo("active");
        assertThat(tenant.get(path(account)).body()).isEqualTo(active.body());
        created(transfer(account, bank, 1));
        created(transfer(bank, account, 3));
        assertReplayed(transfer(debit, account, bank, 1), debited);
        assertReplayed(transfer(credit, bank, account, 1), credited);
        assertThat(posted(account)).isEqualTo("102");
    }

    @Test
    void itCanBeFrozenAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            ok(tenant.patch(path(account), FROZEN));
            assertError(transfer(bank, account, 1), 409, "conflict");
            ok(tenant.patch(path(account), ACTIVE));
            created(transfer(bank, account, 1));
        }
        assertThat(posted(account)).isEqualTo("3");
    }

    @Test
    void onlyAnActiveAccountCanBeFrozen() {
        ok(tenant.patch(path(account), FROZEN));
        UUID key = UUID.randomUUID();
        HttpResponse<String> refused = tenant.patch(path(account), key, FROZEN);
        assertError(refused, 409, "conflict");
        ok(tenant.patch(path(account), ACTIVE));
        assertReplayed(tenant.patch(path(account), key, FROZEN), refused);
        assertThat(status(account)).isEqualTo("active");
    }

    @Test
    void onlyAFrozenAccountCanBeActivated() {
        UUID never = UUID.randomUUID();
        HttpResponse<String> refused = tenant.patch(path(account), never, ACTIVE);
        assertError(refused, 409, "conflict");
        ok(tenant.patch(path(account), FROZEN));
        assertReplayed(tenant.patch(path(account), never, ACTIVE), refused);
        ok(tenant.patch(path(account), ACTIVE));
        assertError(tenant.patch(path(account), ACTIVE), 409, "conflict");
        assertThat(tenant.problem("PATCH", path(account), ACTIVE).get("detail").asText())
                .isEqualTo("the account is not frozen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "consumer",
                "business",
                "reserve",
                "settlement",
                "fee",
                "revenue",
                "external"
            })
    void anAccountWithoutABalanceIsClosedForGood(String type) {
        String one = tenant.account(tenant.program(), type, "EUR");
        created(transfer(bank, one, 70));
        created(transfer(one, bank, 70));
        UUID key = UUID.randomUUID();
        HttpResponse<String> closed = tenant.delete(path(one), key);
        JsonNode body = ok(closed);
        assertThat(body.get("status").asText()).isEqualTo("closed");
        assertThat(body.get("balances").get("posted").asText()).isEqualTo("0");
        assertThat(body.get("balances").get("credits_posted").asText()).isEqualTo("70");
        assertThat(tenant.get(path(one)).body()).isEqualTo(closed.body());

        assertError(transfer(bank, one, 1), 409, "conflict");
        assertError(transfer(one, bank, 1), 409, "conflict");
        assertError(tenant.patch(path(one), FROZEN), 409, "conflict");
        assertError(tenant.patch(path(one), ACTIVE), 409, "conflict");
        assertError(tenant.delete(path(one)), 409, "conflict");
        assertReplayed(tenant.delete(path(one), key), closed);
        assertThat(status(one)).isEqualTo("closed");
    }

    @Test
    void anAccountThatWasFrozenOnceCanBeClosedAndStaysClosed() {
        ok(tenant.patch(path(account), FROZEN));
        ok(tenant.patch(path(account), ACTIVE));
        ok(tenant.delete(path(account)));
        assertError(tenant.patch(path(account), ACTIVE), 409, "conflict");
        assertThat(status(account)).isEqualTo("closed");
    }

    @ParameterizedTest
    @CsvSource({"consumer, false", "fee, false", "fee, true", "external, true", "settlement, true"})
    void anAccountWithABalanceIsNotClosed(String type, boolean debited) {
        String one = tenant.account(tenant.program(), type, "EUR");
        created(debited ? transfer(one, bank, 5) : transfer(bank, one, 5));
        UUID key = UUID.randomUUID();
        HttpResponse<String> refused = tenant.delete(path(one), key);
        assertError(refused, 409, "conflict");
        assertThat(tenant.problem("DELETE", path(one), "").get("detail").asText())
                .isEqualTo("the account's balance is not zero");
        assertThat(status(one)).isEqualTo("active");

        created(debited ? transfer(bank, one, 5) : transfer(one, bank, 5));
        assertReplayed(tenant.delete(path(one), key), refused);
        ok(tenant.delete(path(one)));
    }

    @Test
    void aFrozenAccountIsNotClosed() {
        ok(tenant.patch(path(account), FROZEN));
        assertError(tenant.delete(path(account)), 409, "conflict");
        assertThat(tenant.problem("DELETE", path(account), "").get("detail").asText())
                .isEqualTo("the account is closed already, or frozen: then activate it first");
        assertThat(status(account)).isEqualTo("frozen");
        ok(tenant.patch(path(account), ACTIVE));
        ok(tenant.delete(path(account)));
    }

    @Test
    void accountsOfOneCurrencyAreClosedIndependently() {
        String other = tenant.account(tenant.program(), "consumer", "EUR");
        ok(tenant.delete(path(account)));
        created(transfer(bank, other, 1));
        assertThat(status(other)).isEqualTo("active");
    }

    @Test
    void theClientSeesOnlyItsOwnTransfersAndAccounts() {
        UUID freeze = UUID.randomUUID();
        String first = created(transfer(bank, account, 1)).get("id").asText();
        ok(tenant.patch(path(account), freeze, FROZEN));
        ok(tenant.patch(path(account), ACTIVE));
        String second = created(transfer(account, bank, 1)).get("id").asText();
        UUID close = UUID.randomUUID();
        ok(tenant.delete(path(account), close));

        String transfers = path(account) + "/transfers?limit=1";
        JsonNode newest = ok(tenant.get(transfers));
        assertThat(newest.get("data").findValuesAsText("id")).containsExactly(second);
        JsonNode oldest =
                ok(tenant.get(transfers + "&cursor=" + newest.get("next_cursor").asText()));
        assertThat(oldest.get("data").findValuesAsText("id")).containsExactly(first);
        assertThat(oldest.get("has_more").asBoolean()).isFalse();

        for (int i = 0; i < 3; i++) {
            assertError(tenant.get("/v1/transfers/" + derived(close, i)), 404, "not_found");
        }
        assertError(tenant.get("/v1/transfers/" + derived(freeze, 0)), 404, "not_found");
        int number = ledgerNumber();
        for (UUID hidden :
                new UUID[] {
                    ControlAccounts.plain(number).toUuid(),
                    ControlAccounts.neverCredited(number).toUuid(),
                    ControlAccounts.neverDebited(number).toUuid(),
                }) {
            assertError(tenant.get("/v1/accounts/" + hidden), 404, "not_found");
            assertError(transfer(bank, hidden.toString(), 1), 404, "not_found");
        }
        assertThat(ok(tenant.get("/v1/accounts")).get("data")).hasSize(2);
    }

    private UUID derived(UUID key, int index) {
        return DerivedIds.of(tenant.organisation(), new IdempotencyKey(key)).id(index).toUuid();
    }

    private int ledgerNumber() {
        return (int)
                Sql.number(
                        ServiceUnderTest.shared(),
                        "SELECT number FROM ledger_number WHERE organisation_id = ? AND currency ="
                                + " 'EUR'",
                        tenant.organisation());
    }

    private HttpResponse<String> transfer(String debit, String credit, long amount) {
        return transfer(UUID.randomUUID(), debit, credit, amount);
    }

    private HttpResponse<String> transfer(UUID key, String debit, String credit, long amount) {
        return tenant.post(
                "/v1/transfers", key, transferJson(debit, credit, Long.toString(amount)));
    }

    private String status(String id) {
        return ok(tenant.get(path(id))).get("status").asText();
    }

    private String posted(String id) {
        return ok(tenant.get(path(id))).get("balances").get("posted").asText();
    }

    private static String path(String id) {
        return "/v1/accounts/" + id;
    }

    private static void assertReplayed(HttpResponse<String> again, HttpResponse<String> first) {
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue(REPLAYED)).hasValue("true");
    }
}
