package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import java.util.Optional;

/**
 * A claim that stands in a request's way and is not its own: of the same key for other content, or
 * of another key that holds what the request has to reserve. As long as nothing is recorded of it,
 * nothing definite follows: it may be given back, or never have been executed.
 */
final class ForeignClaim {
    private final EngineTools tools;
    private final ClaimedKey first;
    private final Deadline deadline;

    /**
     * @param first the claim's row as it was found
     */
    ForeignClaim(EngineTools tools, ClaimedKey first, Deadline deadline) {
        this.tools = tools;
        this.first = first;
        this.deadline = deadline;
    }

    /**
     * Waits until it is decided. Empty if it is gone, else the key's row, of which something is
     * recorded, or which has become another claim's.
     *
     * @param overdue what a caller is told whose deadline passes first
     */
    Awaited<Optional<ClaimedKey>> awaitEnd(String overdue) {
        ClaimedKey row = first;
        Pauses pauses = new Pauses(deadline);
        boolean asked = false;
        while (row.response() == null && row.fingerprint().equals(first.fingerprint())) {
            if (!row.leased() && !asked) {
                asked = true;
                // Nobody works on it: what the ledger has of it is all that there will be for now.
                switch (tools.settlement().resolve(row, deadline).orElse(null)) {
                    case Settled.Released() -> {
                        return new Awaited.Done<>(Optional.empty());
                    }
                    case Settled.NotReleased(Problem problem) -> {
                        return new Awaited.Failed<>(problem);
                    }
                    case Settled.Recorded _, Settled.Unanswered _ -> {}
                    case null -> {}
                }
            }
            if (!pauses.next()) {
                return new Awaited.Failed<>(Problem.of(ProblemCode.SERVICE_UNAVAILABLE, overdue));
            }
            switch (tools.reads().find(row.key(), deadline)) {
                case Awaited.Done<Optional<ClaimedKey>>(Optional<ClaimedKey> next) -> {
                    if (next.isEmpty()) {
                        return new Awaited.Done<>(next);
                    }
                    row = next.get();
                }
                case Awaited.Failed<Optional<ClaimedKey>> failed -> {
                    return failed;
                }
            }
        }
        return new Awaited.Done<>(Optional.of(row));
    }
}
