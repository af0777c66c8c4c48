package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Origin;
import global.pryzma.ledger.security.Scope;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A request for a mutation.
 *
 * @param call who asks, and until when
 * @param scopes what the caller may do, and be told of
 * @param problems renders a definite error for this request, so that it can be recorded
 * @param origin where it came from, if anybody wants to know
 * @param isDryRun whether it only asks what would happen; then the key is nobody's
 */
public record MutationRequest(
        LedgerCall call,
        IdempotencyKey key,
        Set<Scope> scopes,
        Function<Problem, RecordedResponse> problems,
        Supplier<Origin> origin,
        boolean isDryRun) {
    /** The query parameter of those routes that tell what would happen. */
    public static final String DRY_RUN = "dry_run";

    public MutationRequest {
        scopes = Set.copyOf(scopes);
    }

    /** One that comes from nowhere. */
    public MutationRequest(
            LedgerCall call,
            IdempotencyKey key,
            Set<Scope> scopes,
            Function<Problem, RecordedResponse> problems) {
        this(call, key, scopes, problems, () -> Origin.NONE, false);
    }

    /**
     * The question what would come of it, asked with a key that is made up: so nothing can be found
     * by the client's own, or follow from it.
     */
    public MutationRequest asDryRun() {
        return new MutationRequest(call, IdempotencyKey.madeUp(), scopes, problems, origin, true);
    }

    /** The same request of somebody who may be told everything, as an operator or the engine. */
    public MutationRequest unrestricted() {
        return new MutationRequest(call, key, Set.of(Scope.values()), problems, origin, isDryRun);
    }

    public UUID organisation() {
        return call.organisation();
    }

    public Deadline deadline() {
        return call.deadline();
    }

    /** The id of the first object that the request makes, or has made. */
    public LedgerId firstId() {
        return DerivedIds.of(organisation(), key).id(0);
    }

    /**
     * Its end.
     *
     * @param refusal what it was refused for; null if it was not
     */
    public Occasion occasion(@Nullable ProblemCode refusal) {
        return new Occasion(organisation(), firstId().toUuid(), origin, refusal);
    }
}
