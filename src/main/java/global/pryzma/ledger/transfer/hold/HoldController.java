package global.pryzma.ledger.transfer.hold;

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

/** {@code /v1/transfers/{id}/post} and {@code /void}. */
@Controller("/v1/transfers/{id}")
final class HoldController {
    private final EndHold endHold;

    HoldController(EndHold endHold) {
        this.endHold = endHold;
    }

    @Post("/post")
    @TakesQuery(MutationRequest.DRY_RUN)
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer post(
            @PathVariable String id,
            @Body @Bindable(defaultValue = "") byte[] body,
            MutationRequest request) {
        return endHold.byPost(PathIds.uuid(id), JsonBody.parseOptional(body), request);
    }

    @Post("/void")
    @TakesQuery(MutationRequest.DRY_RUN)
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer giveBack(
            @PathVariable String id,
            @Body @Bindable(defaultValue = "") byte[] body,
            MutationRequest request) {
        return endHold.byVoid(PathIds.uuid(id), JsonBody.parseOptional(body), request);
    }
}
