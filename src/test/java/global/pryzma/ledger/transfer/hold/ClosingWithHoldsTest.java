package global.pryzma.ledger.transfer.hold;

import static global.pryzma.ledger.testing.Holds.part;
import static global.pryzma.ledger.testing.Holds.postPath;
import static global.pryzma.ledger.testing.Holds.voidPath;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** No account is closed or frozen under its holds so that their money is lost. */
@Execution(ExecutionMode.SAME_THREAD)
class ClosingWithHoldsTest {
    private static final String HELD =
            "the account has open holds: they have to be posted or voided first";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String program = "";
    private String bank = "";

    @BeforeEach
    void openAccounts() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "EUR");
    }

    /** Used before, so that its counters are not zero, or not. */
    @ParameterizedTest
    @CsvSource({
        "fee,true,true",
        "fee,false,true",
        "fee,true,false",
        "fee,false,false",
        "settlement,true,true",
        "settlement,false,false",
        "external,true,true",
        "revenue,false,true",
        "consumer,false,true",
        "business,false,false",
    })
    void anAccountWithAnOpenHoldIsNotClosed(String type, boolean debited, boolean used) {
        String account = tenant.account(program, type, "EUR");
        if (used) {
            created(tenant.post("/v1/transfers", transferJson(bank, account, "70")));
            created(tenant.post("/v1/transfers", transferJson(account, bank, "70")));
        }
        String json = debited ? Holds.json(account, bank, "5") : Holds.json(bank, account, "5");
        String hold = created(tenant.post("/v1/transfers", json)).get("id").asText();
        String path = "/v1/accounts/" + account;
        assertError(tenant.delete(path), 409, "conflict");
        assertThat(tenant.problem("DELETE", path, "").get("detail").asText()).isEqualTo(HELD);
        assertThat(ok(tenant.get(path)).get("status").asText()).isEqualTo("active");
        // On both sides at once.
        String other =
                created(
                                tenant.post(
                                        "/v1/transfers",
                                        debited || isLimited(type)
                                                ? Holds.json(bank, account, "9")
                                                : Holds.json(account, bank, "9")))
                        .get("id")
                        .asText();
        assertError(tenant.delete(path), 409, "conflict");
        created(tenant.post(voidPath(hold), ""));
        assertError(tenant.delete(path), 409, "conflict");
        created(tenant.post(voidPath(other), ""));
        UUID key = UUID.randomUUID();
        HttpResponse<String> closing = tenant.delete(path, key);
        JsonNode closed = ok(closing);
        assertThat(closed.get("status").asText()).isEqualTo("closed");
        assertThat(closed.get("balances").get("pending_debits").asText()).isEqualTo("0");
        assertThat(closed.get("balances").get("pending_credits").asText()).isEqualTo("0");
        assertThat(ok(tenant.get(path))).isEqualTo(closed);
        // The ledger alone tells it again.
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
        assertThat(tenant.delete(path, key).body()).isEqualTo(closing.body());
    }

    private static boolean isLimited(String type) {
        return type.equals("consumer") || type.equals("business");
    }

    @Test
    void aLimitedAccountWithMoneyThatIsHeldIsNotClosed() {
        String ada = tenant.account(program, "consumer", "EUR");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "70")));
        String hold =
                created(tenant.post("/v1/transfers", Holds.json(ada, bank, "70")))
                        .get("id")
                        .asText();
        assertError(tenant.delete("/v1/accounts/" + ada), 409, "conflict");
        assertError(tenant.delete("/v1/accounts/" + bank), 409, "conflict");
        created(tenant.post(postPath(hold), ""));
        ok(tenant.delete("/v1/accounts/" + ada));
        ok(tenant.delete("/v1/accounts/" + bank));
    }

    /** Whichever comes first; never both. */
    @RepeatedTest(6)
    void aHoldThatComesInAtThatMoment() throws Exception {
        String account = tenant.account(program, "fee", "EUR");
        List<HttpResponse<String>> responses =
                AtOnce.send(
                        5,
                        number ->
                                switch (number) {
                                    case 0 -> tenant.delete("/v1/accounts/" + account);
                                    case 1, 2 ->
                                            tenant.post(
                                                    "/v1/transfers",
                                                    Holds.json(bank, account, "1"));
                                    default ->
                                            tenant.post(
                                                    "/v1/transfers",
                                                    Holds.json(account, bank, "1"));
                                });
        JsonNode now = ok(tenant.get("/v1/accounts/" + account));
        long held =
                responses.stream().skip(1).filter(response -> response.statusCode() == 201).count();
        if (responses.getFirst().statusCode() == 200) {
            assertThat(held).isZero();
            assertThat(now.get("status").asText()).isEqualTo("closed");
            assertThat(now.get("balances").get("pending_debits").asText()).isEqualTo("0");
            assertThat(now.get("balances").get("pending_credits").asText()).isEqualTo("0");
        } else {
            assertError(responses.getFirst(), 409, "conflict");
            assertThat(held).isEqualTo(4);
            assertThat(now.get("status").asText()).isEqualTo("active");
        }
    }

    @ParameterizedTest
    @CsvSource({"true,debited", "false,credited"})
    void ofAFrozenAccountAHoldCanBeVoidedAndNotPosted(boolean debited, String side) {
        String account = tenant.account(program, "external", "EUR");
        String json = debited ? Holds.json(account, bank, "5") : Holds.json(bank, account, "5");
        String first = created(tenant.post("/v1/transfers", json)).get("id").asText();
        String second = created(tenant.post("/v1/transfers", json)).get("id").asText();
        String third = created(tenant.post("/v1/transfers", json)).get("id").asText();
        String path = "/v1/accounts/" + account;
        ok(tenant.patch(path, "{\"status\":\"frozen\"}"));
        assertError(tenant.post("/v1/transfers", json), 409, "conflict");
        UUID key = UUID.randomUUID();
        assertError(tenant.post(postPath(first), key, ""), 409, "conflict");
        assertThat(tenant.problem(postPath(first), part("1")).get("detail").asText())
                .startsWith("the " + side + " account is frozen or closed: a void gives");
        assertThat(created(tenant.post(voidPath(second), "")).get("status").asText())
                .isEqualTo("voided");
        assertError(tenant.delete(path), 409, "conflict");
        ok(tenant.patch(path, "{\"status\":\"active\"}"));
        // What was refused stays so; the hold is as it was.
        assertError(tenant.post(postPath(first), key, ""), 409, "conflict");
        created(tenant.post(postPath(first), ""));
        created(tenant.post(voidPath(third), ""));
        assertThat(
                        ok(tenant.get(path))
                                .get("balances")
                                .get(debited ? "debits_posted" : "credits_posted")
                                .asText())
                .isEqualTo("5");
    }
}
