package global.pryzma.ledger.transfer.reversal;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.api.TakesQuery;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

/** {@code /v1/transfers/{id}/reverse}. */
@Controller("/v1/transfers/{id}/reverse")
final class ReversalController {
    private final ReverseTransfer reverseTransfer;

    ReversalController(ReverseTransfer reverseTransfer) {
        this.reverseTransfer = reverseTransfer;
    }

    @Post
    @TakesQuery(MutationRequest.DRY_RUN)
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer reverse(
            @PathVariable String id,
            @Body @Bindable(defaultValue = "") byte[] body,
            MutationRequest request) {
        return reverseTransfer.from(PathIds.uuid(id), JsonBody.parseOptional(body), request);
    }
}
