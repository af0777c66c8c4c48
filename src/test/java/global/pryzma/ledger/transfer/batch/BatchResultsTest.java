package global.pryzma.ledger.transfer.batch;

import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;
import static global.pryzma.ledger.transfer.batch.BatchJson.atomic;
import static global.pryzma.ledger.transfer.batch.BatchJson.each;
import static global.pryzma.ledger.transfer.batch.BatchJson.with;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.Rejections;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What the ledger's results mean for an item: of a batch of each by itself, and of all or none. */
@Execution(ExecutionMode.SAME_THREAD)
class BatchResultsTest {
    private static final String PATH = "/v1/transfers/batch";
    private static final String MOST = "340282366920938463463374607431768211454";

    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());
    private final Map<String, String> accounts = new HashMap<>();

    @BeforeEach
    void openAccounts() {
        String program = tenant.program();
        for (String name : new String[] {"any", "other", "paying", "paid", "holding", "held"}) {
            accounts.put(name, tenant.account(program, "external", "USD_GT"));
        }
        accounts.put("euros", tenant.account(program, "external", "EUR"));
        accounts.put("poor", tenant.account(program, "consumer", "USD_GT"));
        accounts.put("frozen", tenant.account(program, "external", "USD_GT"));
        ok(tenant.patch("/v1/accounts/" + account("frozen"), "{\"status\":\"frozen\"}"));
        created(tenant.post("/v1/transfers", item("paying", "paid", MOST, false)));
        created(tenant.post("/v1/transfers", item("holding", "held", MOST, true)));
    }

    /** All that an item can break, in the ledger's order; what is between is made or not. */
    @ParameterizedTest
    @CsvSource({
        "any, any, false, 422, transfer_rejected, batch_rejected, accounts_must_be_different",
        "any, euros, false, 422, transfer_rejected, batch_rejected,"
                + " accounts_must_have_the_same_ledger",
        "frozen, any, false, 409, conflict, batch_rejected, debit_account_already_closed",
        "any, frozen, false, 409, conflict, batch_rejected, credit_account_already_closed",
        "holding, any, true, 422, transfer_rejected, batch_rejected, overflows_debits_pending",
        "any, held, true, 422, transfer_rejected, batch_rejected, overflows_credits_pending",
        "paying, any, false, 422, transfer_rejected, batch_rejected, overflows_debits_posted",
        "any, paid, false, 422, transfer_rejected, batch_rejected, overflows_credits_posted",
        "holding, any, false, 422, transfer_rejected, batch_rejected, overflows_debits",
        "any, held, false, 422, transfer_rejected, batch_rejected, overflows_credits",
        "poor, any, false, 422, insufficient_funds, insufficient_funds, exceeds_credits",
        "poor, any, true, 422, insufficient_funds, insufficient_funds, exceeds_credits",
    })
    void anItem(
            String debit,
            String credit,
            boolean pending,
            int status,
            String error,
            String errorOfAll,
            String rule) {
        String good = item("any", "other", "1", false);
        String bad = item(debit, credit, "2", pending);
        JsonNode results = ok(tenant.post(PATH, each(good, bad, good))).get("results");
        assertThat(results.findValuesAsText("status"))
                .containsExactly("201", "posted", Integer.toString(status), "201", "posted");
        assertThat(results.get(1).get("error").asText()).isEqualTo(error);
        assertThat(results.get(1).get("detail").asText()).isEqualTo(rule);

        HttpResponse<String> refused =
                tenant.postForProblem(PATH, UUID.randomUUID(), atomic(good, bad, good));
        assertThat(refused.statusCode()).isEqualTo(422);
        JsonNode problem = json(refused);
        assertThat(problem.get("error").asText()).isEqualTo(errorOfAll);
        assertThat(problem.get("detail").asText()).isEqualTo("/transfers/1 " + rule);
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/transfers/1");
        assertThat(ok(tenant.get("/v1/accounts/" + account("other"))).at("/balances/posted"))
                .hasToString("\"2\"");
    }

    /** Also what this service's items can't provoke. */
    @ParameterizedTest
    @EnumSource
    void whatAResultIsCalled(TransferResult result) {
        AtomicBatchMutation atomic = new AtomicBatchMutation();
        boolean funds = result == TransferResult.EXCEEDS_CREDITS;
        boolean earlier = result == TransferResult.ID_ALREADY_FAILED;
        String detail = earlier ? "rejected by an earlier attempt" : result.rule();
        assertThat(atomic.rejection(3, result).code())
                .isEqualTo(funds ? ProblemCode.INSUFFICIENT_FUNDS : ProblemCode.BATCH_REJECTED);
        assertThat(atomic.rejection(3, result).detail()).isEqualTo("/transfers/2 " + detail);
        assertThat(atomic.rejection(0, result).code()).isEqualTo(ProblemCode.BATCH_REJECTED);
        ItemResponse alone = ItemResponse.refused(Rejections.of(result));
        assertThat(alone.status()).isIn(409, 422);
        assertThat(alone.detail()).isEqualTo(detail);
        assertThat(alone.transfer()).isNull();
    }

    private String item(String debit, String credit, String amount, boolean pending) {
        String transfer = transferJson(account(debit), account(credit), amount);
        return pending ? with(transfer, "\"pending\":true") : transfer;
    }

    private String account(String name) {
        return Objects.requireNonNull(accounts.get(name));
    }
}
