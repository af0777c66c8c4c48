package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.UUID;

/** An account's balance at a time, over HTTP. */
@Execution(ExecutionMode.SAME_THREAD)
class PastBalanceTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private String bank = "";
    private String ada = "";

    @BeforeEach
    void openAccounts() {
        String program = tenant.program();
        bank = tenant.account(program, "settlement", "USD_GT");
        ada = tenant.account(program, "consumer", "USD_GT");
    }

    @Test
    void whatHadBeenPostedStaysSo() {
        Instant first = moved(bank, ada, "1000");
        Instant second = moved(ada, bank, "300");
        for (int i = 0; i < 2; i++) {
            assertBalance(ada, first.minusNanos(1), "0", "0", "0", null);
            assertBalance(ada, first, "1000", "0", "1000", first);
            assertBalance(ada, second.minusNanos(1), "1000", "0", "1000", first);
            assertBalance(ada, second, "700", "300", "1000", second);
            moved(bank, ada, "5");
        }
        JsonNode now = ok(tenant.get("/v1/accounts/" + ada + "/balance"));
        assertThat(now.get("posted").asText()).isEqualTo("710");
        assertThat(ok(tenant.get("/v1/accounts/" + ada)).at("/balances/posted").asText())
                .isEqualTo("710");
    }

    @Test
    void itIsSeenFromTheSideOnWhichTheAccountGrows() {
        Instant in = moved(bank, ada, "10");
        assertBalance(bank, in, "10", "10", "0", in);
        String fees = tenant.account(tenant.program(), "fee", "USD_GT");
        Instant out = moved(fees, ada, "4");
        assertBalance(fees, out, "-4", "4", "0", out);
    }

    @Test
    void anAccountThatWasNotUsedHasNothing() {
        Instant opened = time(ok(tenant.get("/v1/accounts/" + ada)));
        assertBalance(ada, opened, "0", "0", "0", null);
        assertThat(ok(tenant.get("/v1/accounts/" + ada + "/balance")).has("as_of")).isFalse();
        assertError(tenant.get(at(ada, opened.minusNanos(1))), 404, "not_found");
        assertError(tenant.get(at(ada, "1000-01-01T00:00:00Z")), 404, "not_found");
    }

    /** What is still to come by the ledger's clock may still change. */
    @Test
    void theFutureIsRefused() {
        assertError(tenant.get(at(ada, Instant.now().plusSeconds(3600))), 400, "invalid_parameter");
        assertError(
                tenant.get(at(ada, "2999-12-31T23:59:59.999999999Z")), 400, "invalid_parameter");
    }

    /** A hold and its void are entries, and change none of the figures. */
    @Test
    void whatIsHeldIsNotInIt() {
        Instant in = moved(bank, ada, "100");
        JsonNode held = created(tenant.post("/v1/transfers", Holds.json(ada, bank, "60")));
        assertBalance(ada, time(held), "100", "0", "100", time(held));
        JsonNode ended = created(tenant.post(Holds.voidPath(id(held)), ""));
        Instant voided = Instant.parse(ended.get("resolved_at").asText());
        assertBalance(ada, voided, "100", "0", "100", voided);
        assertBalance(ada, in, "100", "0", "100", in);
        JsonNode again = created(tenant.post("/v1/transfers", Holds.json(ada, bank, "60")));
        JsonNode posted = created(tenant.post(Holds.postPath(id(again)), Holds.part("25")));
        Instant out = Instant.parse(posted.get("resolved_at").asText());
        assertBalance(ada, out, "75", "25", "100", out);
    }

    /** The service's own rows are no change of the account's. */
    @Test
    void freezesAndWordsAndCloseLeaveNoTrace() {
        Instant in = moved(bank, ada, "100");
        Instant out = moved(ada, bank, "100");
        for (String change :
                new String[] {
                    "{\"status\":\"frozen\"}", "{\"name\":\"Ada\"}", "{\"status\":\"active\"}"
                }) {
            ok(tenant.patch("/v1/accounts/" + ada, change));
        }
        ok(tenant.delete("/v1/accounts/" + ada));
        JsonNode now = ok(tenant.get("/v1/accounts/" + ada + "/balance"));
        assertThat(now.get("as_of").asText()).isEqualTo(text(out));
        assertThat(now.get("debits_posted").asText()).isEqualTo("100");
        assertBalance(ada, in, "100", "0", "100", in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?at=",
                "?at=now",
                "?at=2026-03-14",
                "?at=2026-03-14T09:28:30",
                "?at=2026-03-14T09:28:30.1234567891Z",
                "?at=2026-02-30T09:28:30Z",
                "?at=2026-03-14T09:28:30Z&at=2026-03-14T09:28:30Z",
                "?as_of=2026-03-14T09:28:30Z",
                "?limit=1"
            })
    void whatIsNoTime(String query) {
        assertError(
                tenant.get("/v1/accounts/" + ada + "/balance" + query), 400, "invalid_parameter");
    }

    @Test
    void anOffsetIsTaken() {
        Instant in = moved(bank, ada, "1");
        String plus2 = text(in.plusSeconds(7200)).replace("Z", "%2B02:00");
        assertThat(
                        ok(tenant.get("/v1/accounts/" + ada + "/balance?at=" + plus2))
                                .get("as_of")
                                .asText())
                .isEqualTo(text(in));
    }

    @Test
    void anotherAccountDoesNotExist() {
        String other = new Tenant(service).program();
        assertError(tenant.get("/v1/accounts/" + UUID.randomUUID() + "/balance"), 404, "not_found");
        assertError(tenant.get("/v1/accounts/" + other + "/balance"), 404, "not_found");
        assertError(tenant.get("/v1/accounts/7/balance"), 400, "invalid_parameter");
        assertError(
                service.client()
                        .get(
                                "/v1/accounts/" + ada + "/balance",
                                tenant.token(Scope.TRANSFERS_READ)),
                403,
                "insufficient_scope");
    }

    private Instant moved(String debit, String credit, String amount) {
        return time(created(tenant.post("/v1/transfers", transferJson(debit, credit, amount))));
    }

    private void assertBalance(
            String account,
            Instant at,
            String posted,
            String debits,
            String credits,
            @Nullable Instant asOf) {
        JsonNode balance = ok(tenant.get(at(account, at)));
        assertThat(balance.get("posted").asText()).isEqualTo(posted);
        assertThat(balance.get("debits_posted").asText()).isEqualTo(debits);
        assertThat(balance.get("credits_posted").asText()).isEqualTo(credits);
        assertThat(balance.path("as_of").asText()).isEqualTo(asOf == null ? "" : text(asOf));
    }

    private static String at(String account, Instant at) {
        return at(account, text(at));
    }

    private static String at(String account, String at) {
        return "/v1/accounts/" + account + "/balance?at=" + at;
    }

    private static String text(Instant moment) {
        return WireTime.of(moment);
    }

    private static Instant time(JsonNode made) {
        return Instant.parse(made.get("created_at").asText());
    }

    private static String id(JsonNode made) {
        return made.get("id").asText();
    }
}
