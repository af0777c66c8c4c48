package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.embedded.EmbeddedLedger;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The ceiling, which is a mutation that does nothing, and what only the process itself knows. */
@Requires(property = BenchmarkController.ENABLED)
@Controller("/v1/benchmark")
class BenchmarkController {
    static final String ENABLED = "test.benchmark";

    private static final RecordedResponse NOTHING =
            new RecordedResponse(
                    201, "application/json", "{\"done\":true}".getBytes(StandardCharsets.UTF_8));

    private final EmbeddedLedger ledger;
    private final Ledger transfers;

    BenchmarkController(EmbeddedLedger ledger, Ledger transfers) {
        this.ledger = ledger;
        this.transfers = transfers;
    }

    /** Everything that a transfer's request goes through before its use case. */
    @Post("/nothing")
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer nothing(@Body byte @Nullable [] body, MutationRequest request) {
        return new Answer.Recorded(NOTHING, false);
    }

    /** Puts transfers into the ledger that no request has made. */
    @Post("/stored-transfers")
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer store(@Body byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        LedgerId debit = LedgerId.of(json.requiredUuid("debit_account_id"));
        LedgerId credit = LedgerId.of(json.requiredUuid("credit_account_id"));
        json.done();
        LedgerCall call = new LedgerCall(request.organisation(), request.deadline());
        int number =
                LedgerReadings.answered(transfers.lookupAccounts(List.of(debit), call))
                        .getFirst()
                        .account()
                        .ledger();
        List<TransferFields> rows = new ArrayList<>();
        for (int i = 0; i < transfers.maxEvents(); i++) {
            rows.add(
                    new TransferFields(
                            LedgerId.of(UUID.randomUUID()),
                            debit,
                            credit,
                            Amount.of(1),
                            LedgerId.NONE,
                            LedgerId.NONE,
                            1,
                            1,
                            0,
                            number,
                            1,
                            0));
        }
        if (!(transfers.createTransfers(rows, call) instanceof Submission.Answered)) {
            throw ProblemException.of(ProblemCode.LEDGER_UNAVAILABLE, "not stored");
        }
        return new Answer.Recorded(NOTHING, false);
    }

    @Get("/ledger")
    @RequiresScope(Scope.TRANSFERS_READ)
    Map<String, Long> ledger() {
        return Map.of("messages", ledger.committedMessages());
    }
}
