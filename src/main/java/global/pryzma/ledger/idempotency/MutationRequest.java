package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.problem.Problem;

import java.util.UUID;
import java.util.function.Function;

/**
 * Who asks for a mutation, with which key, and until when.
 *
 * @param problems renders a definite error for this request, so that it can be recorded
 */
public record MutationRequest(
        UUID organisation,
        IdempotencyKey key,
        Deadline deadline,
        Function<Problem, RecordedResponse> problems) {
    /** The id of the first object that the request makes, or has made. */
    public LedgerId firstId() {
        return DerivedIds.of(organisation, key).id(0);
    }
}
