package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

/** {@code /v1/transfers}, and the transfers of an account. */
@Controller("/v1")
final class TransferController {
    private final CreateTransfer postTransfer;
    private final ReadTransfers readTransfers;

    TransferController(CreateTransfer postTransfer, ReadTransfers readTransfers) {
        this.postTransfer = postTransfer;
        this.readTransfers = readTransfers;
    }

    @Post("/transfers")
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer post(@Body byte @Nullable [] body, MutationRequest request) {
        return postTransfer.from(body, request);
    }

    @Get("/transfers/{id}")
    @RequiresScope(Scope.TRANSFERS_READ)
    TransferResponse get(@PathVariable String id, Caller caller, Deadline deadline) {
        return readTransfers.one(PathIds.uuid(id), new LedgerCall(caller.organisation(), deadline));
    }

    @Get("/accounts/{id}/transfers")
    @Paged
    @RequiresScope(Scope.TRANSFERS_READ)
    Page<TransferResponse> ofAccount(
            @PathVariable String id, HttpRequest<?> request, Caller caller, Deadline deadline) {
        return readTransfers.ofAccount(
                PathIds.uuid(id),
                PageRequest.of(request),
                new LedgerCall(caller.organisation(), deadline));
    }
}
