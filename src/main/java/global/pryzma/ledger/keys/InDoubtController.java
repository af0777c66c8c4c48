package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;

/** {@code /v1/ledger/in-doubt}: for operators, the keys in doubt of all organisations. */
@Controller("/v1/ledger/in-doubt")
final class InDoubtController {
    private final ReadKeys readKeys;
    private final CancelKey cancelKey;

    InDoubtController(ReadKeys readKeys, CancelKey cancelKey) {
        this.readKeys = readKeys;
        this.cancelKey = cancelKey;
    }

    @Get
    @WithoutLedger
    @Paged
    @RequiresScope(Scope.LEDGER_OPERATE)
    Page<InDoubtResponse> list(PageRequest request, LedgerCall call) {
        return readKeys.inDoubt(request, call);
    }

    @Delete("/{organisationId}/{key}")
    @RequiresScope(Scope.LEDGER_OPERATE)
    Answer cancel(
            @PathVariable String organisationId,
            @PathVariable String key,
            MutationRequest request) {
        return cancelKey.of(
                PathIds.organisation(organisationId),
                new IdempotencyKey(PathIds.uuid(key)),
                request);
    }
}
