package global.pryzma.ledger.transfer.hold;

import static global.pryzma.ledger.testing.Holds.part;
import static global.pryzma.ledger.testing.Holds.postPath;
import static global.pryzma.ledger.testing.Holds.voidPath;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the ledger's results mean at each link of the plans of holds, in the order in which the
 * ledger judges: a request that breaks several rules is answered by the first.
 */
@Execution(ExecutionMode.SAME_THREAD)
class HoldResultsTest {
    private static final String MOST = "340282366920938463463374607431768211454";

    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());
    private String program = "";
    private String bank = "";
    private String ada = "";

    @BeforeEach
    void openAccounts() {
        program = tenant.program();
        bank = tenant.account(program, "settlement", "EUR");
        ada = tenant.account(program, "consumer", "EUR");
    }

    /**
     * A hold, link 0. The rules that are broken, in the ledger's order: a debit account that is
     * closed (65), a credit account that is (66), counters that would overflow (47 to 52), too
     * little to debit (54).
     */
    @ParameterizedTest
    @CsvSource({
        "true, true, true, 409, conflict, debit_account_already_closed",
        "true, false, true, 409, conflict, debit_account_already_closed",
        "false, true, true, 409, conflict, credit_account_already_closed",
        "false, false, true, 422, transfer_rejected, overflows_credits_pending",
        "false, false, false, 422, insufficient_funds, exceeds_credits",
    })
    void aHold(
            boolean debitClosed,
            boolean creditClosed,
            boolean overflows,
            int status,
            String code,
            String detail) {
        String external = tenant.account(program, "external", "EUR");
        if (overflows) {
            created(tenant.post("/v1/transfers", Holds.json(bank, external, MOST)));
        }
        freezeIf(debitClosed, ada);
        freezeIf(creditClosed, external);
        assertAnswer("/v1/transfers", Holds.json(ada, external, "2"), status, code, detail);
    }

    /** 53 comes after the counters, and before 54; a timeout of 136 years is none of it. */
    @Test
    void theLongestHoldIsOne() {
        created(tenant.post("/v1/transfers", Holds.json(bank, ada, "2", 4_294_967_295L)));
    }

    /**
     * A post, link 0. The rules that are broken, in the ledger's order: more than is held (31), the
     * hold is over (33, 34, 35), the debit account is closed (65), the credit account is (66).
     */
    @ParameterizedTest
    @CsvSource({
        "true, posted, true, true, 422, transfer_rejected, exceeds_pending_transfer_amount",
        "true, pending, false, true, 422, transfer_rejected, exceeds_pending_transfer_amount",
        "true, voided, false, false, 422, transfer_rejected, exceeds_pending_transfer_amount",
        "false, posted, true, true, 409, conflict, the hold was posted already",
        "false, voided, true, false, 409, conflict, the hold was voided already",
        "false, expired, true, true, 409, conflict, the hold has expired",
        "false, pending, true, true, 409, conflict, the debited account is frozen or closed",
        "false, pending, false, true, 409, conflict, the credited account is frozen or closed",
    })
    void aPost(
            boolean tooMuch,
            String state,
            boolean debitClosed,
            boolean creditClosed,
            int status,
            String code,
            String detail) {
        String hold = hold(state);
        freezeIf(debitClosed, bank);
        freezeIf(creditClosed, ada);
        assertAnswer(postPath(hold), part(tooMuch ? "11" : "10"), status, code, detail);
    }

    /** A void, link 0: 33, 34 or 35; a closed account is no hindrance. */
    @ParameterizedTest
    @CsvSource({
        "posted, true, true, the hold was posted already",
        "voided, true, true, the hold was voided already",
        "expired, true, false, the hold has expired",
        "pending, true, true,",
    })
    void aVoid(String state, boolean debitClosed, boolean creditClosed, String detail) {
        String hold = hold(state);
        freezeIf(debitClosed, bank);
        freezeIf(creditClosed, ada);
        if (detail == null) {
            created(tenant.post(voidPath(hold), ""));
        } else {
            assertAnswer(voidPath(hold), "{}", 409, "conflict", detail);
        }
    }

    /**
     * Closing. The rules that are broken, in the order of the links: the account is closed (65,
     * 66), a balance (55, 54; links 0 and 1), something held on the credit side (48, 52; link 2),
     * or on the debit side (47, 51; link 4).
     */
    @ParameterizedTest
    @CsvSource({
        "true, 0, true, the account is closed already",
        "true, 7, false, the account is closed already",
        "false, 7, true, the account's balance is not zero",
        "false, -7, false, the account's balance is not zero",
        "false, 0, true, the account has open holds",
        "false, 0, false, the account has open holds",
    })
    void aClosing(boolean frozen, int balance, boolean creditHeld, String detail) {
        String fee = tenant.account(program, "fee", "EUR");
        if (balance != 0) {
            String amount = Integer.toString(Math.abs(balance));
            created(
                    tenant.post(
                            "/v1/transfers",
                            balance > 0
                                    ? transferJson(bank, fee, amount)
                                    : transferJson(fee, bank, amount)));
        }
        created(
                tenant.post(
                        "/v1/transfers",
                        creditHeld ? Holds.json(bank, fee, "3") : Holds.json(fee, bank, "3")));
        freezeIf(frozen, fee);
        JsonNode problem = tenant.problem("DELETE", "/v1/accounts/" + fee, "");
        assertThat(problem.get("status").asInt()).isEqualTo(409);
        assertThat(problem.get("detail").asText()).startsWith(detail);
    }

    /** Link by link, also for what this service's requests can't provoke. */
    @ParameterizedTest
    @EnumSource
    void whatAResultIsCalledWhereAHoldIsEnded(TransferResult result) {
        RecordedJson json = new RecordedJson(JsonMapper.createDefault());
        List<Problem> problems = new ArrayList<>();
        for (EndHoldMutation mutation :
                List.of(new PostHoldMutation(json), new VoidHoldMutation(json))) {
            for (int link = 0; link < 2; link++) {
                problems.add(mutation.rejection(link, result));
            }
        }
        ProblemCode code =
                switch (result) {
                    case PENDING_TRANSFER_NOT_PENDING,
                            PENDING_TRANSFER_ALREADY_POSTED,
                            PENDING_TRANSFER_ALREADY_VOIDED,
                            PENDING_TRANSFER_EXPIRED,
                            DEBIT_ACCOUNT_ALREADY_CLOSED,
                            CREDIT_ACCOUNT_ALREADY_CLOSED ->
                            ProblemCode.CONFLICT;
                    default -> ProblemCode.TRANSFER_REJECTED;
                };
        assertThat(problems).extracting(Problem::code).containsOnly(code);
    }

    private String hold(String state) {
        String json =
                state.equals("expired")
                        ? Holds.json(bank, ada, "10", 1)
                        : Holds.json(bank, ada, "10");
        String hold = created(tenant.post("/v1/transfers", json)).get("id").asText();
        switch (state) {
            case "posted" -> created(tenant.post(postPath(hold), ""));
            case "voided" -> created(tenant.post(voidPath(hold), ""));
            default ->
                    await().until(() ->
                            ok(tenant.get("/v1/transfers/" + hold))
                                    .get("status")
                                    .asText()
                                    .equals(state));
        }
        return hold;
    }

    private void freezeIf(boolean wanted, String account) {
        if (wanted) {
            ok(tenant.patch("/v1/accounts/" + account, "{\"status\":\"frozen\"}"));
        }
    }

    private void assertAnswer(String path, String json, int status, String code, String detail) {
        HttpResponse<String> response = tenant.postForProblem(path, UUID.randomUUID(), json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode problem = json(response);
        assertThat(problem.get("error").asText()).isEqualTo(code);
        assertThat(problem.get("detail").asText()).startsWith(detail);
    }
}
