package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.api.TakesQuery;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

/** {@code /v1/transfers}, and the transfers of an account. */
@Controller("/v1")
final class TransferController {
    private final CreateTransfer createTransfer;
    private final UpdateTransfer updateTransfer;
    private final ReadTransfers readTransfers;

    TransferController(
            CreateTransfer createTransfer,
            UpdateTransfer updateTransfer,
            ReadTransfers readTransfers) {
        this.createTransfer = createTransfer;
        this.updateTransfer = updateTransfer;
        this.readTransfers = readTransfers;
    }

    @Post("/transfers")
    @TakesQuery(MutationRequest.DRY_RUN)
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer create(@Body byte @Nullable [] body, MutationRequest request) {
        return createTransfer.from(body, request);
    }

    @Get("/transfers/{id}")
    @RequiresScope(Scope.TRANSFERS_READ)
    TransferResponse get(@PathVariable String id, LedgerCall call) {
        return readTransfers.one(PathIds.uuid(id), call);
    }

    @Patch("/transfers/{id}")
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer update(@PathVariable String id, @Body byte @Nullable [] body, MutationRequest request) {
        return updateTransfer.from(PathIds.uuid(id), body, request);
    }

    @Get("/accounts/{id}/transfers")
    @Paged
    @RequiresScope(Scope.TRANSFERS_READ)
    Page<TransferResponse> ofAccount(
            @PathVariable String id, PageRequest request, LedgerCall call) {
        return readTransfers.ofAccount(PathIds.uuid(id), request, call);
    }
}
