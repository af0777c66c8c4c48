package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.api.KnownQuery;
import global.pryzma.ledger.api.LargeBody;
import global.pryzma.ledger.api.LongWork;
import global.pryzma.ledger.api.TakesQuery;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;

import java.util.Optional;

/** {@code /v1/transfers/batch}. */
@Controller("/v1/transfers/batch")
final class BatchController {
    private static final String ATOMIC = "atomic";

    private final CreateBatch createBatch;
    private final LongWork longWork;

    BatchController(CreateBatch createBatch, LongWork longWork) {
        this.createBatch = createBatch;
        this.longWork = longWork;
    }

    @Post
    @Consumes({MediaType.APPLICATION_JSON, LargeBody.LINES})
    @LargeBody
    @TakesQuery({ATOMIC, MutationRequest.DRY_RUN})
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer create(
            @Body @Bindable(defaultValue = "") byte[] body,
            HttpRequest<?> http,
            MutationRequest request) {
        Optional<Boolean> atomic = KnownQuery.truth(http, ATOMIC);
        boolean lines =
                http.getContentType()
                        .filter(type -> type.getName().equals(LargeBody.LINES))
                        .isPresent();
        if (lines) {
            boolean all =
                    atomic.orElseThrow(() -> invalid(ATOMIC + " is required for a body of lines"));
            return longWork.run(() -> createBatch.fromLines(body, all, request));
        }
        if (atomic.isPresent()) {
            throw invalid(ATOMIC + " is a field of a JSON body");
        }
        return longWork.run(() -> createBatch.from(body, request));
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }
}
