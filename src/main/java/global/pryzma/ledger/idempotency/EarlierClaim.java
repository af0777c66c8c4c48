package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A request whose key was claimed before. */
final class EarlierClaim<C extends Command> {
    private final EngineTools tools;
    private final Begun<C> begun;
    private final ClaimedKey first;

    /**
     * @param first the key's row as it was found
     */
    EarlierClaim(EngineTools tools, Begun<C> begun, ClaimedKey first) {
        this.tools = tools;
        this.begun = begun;
        this.first = first;
    }

    /**
     * Replays what it recorded, waits while it runs elsewhere, takes over from one that died. Empty
     * if the key is unused after all: the claim was taken away again.
     */
    Optional<Answer> settle() {
        ClaimedKey row = first;
        Deadline deadline = begun.request().deadline();
        Pauses pauses = new Pauses(deadline);
        while (true) {
            boolean same;
            try {
                same = row.isFor(begun.fingerprintOfVersion(row.encodingVersion()));
            } catch (IllegalArgumentException unknownVersion) {
                return unavailable("a newer version of the service works on this key");
            }
            Optional<Answer> hidden = same ? notForThisCaller(row) : Optional.empty();
            if (hidden.isPresent()) {
                return hidden;
            }
            if (row.response() != null) {
                return Optional.of(
                        same ? new Answer.Recorded(row.response(), true) : Answer.Refused.reused());
            }
            Awaited<Optional<ClaimedKey>> next;
            if (!same) {
                next =
                        new ForeignClaim(tools, row, deadline)
                                .awaitEnd("another request with this key has not ended");
            } else if (!row.leased() && begun.hasLedgerSide() && !tools.ledger().admits()) {
                return Optional.of(new Answer.Refused(Verdict.OUT_OF_REACH));
            } else {
                if (!row.leased()) {
                    switch (takeOver(row)) {
                        case Awaited.Done<Optional<Execution<C>>>(Optional<Execution<C>> taken) -> {
                            if (taken.isPresent()) {
                                return Optional.of(taken.get().run().answer());
                            }
                        }
                        case Awaited.Failed<Optional<Execution<C>>>(Problem problem) -> {
                            return Optional.of(new Answer.Refused(problem));
                        }
                    }
                }
                if (!pauses.next()) {
                    return unavailable("the first request with this key still runs");
                }
                next = tools.reads().find(begun.key(), deadline);
            }
            switch (next) {
                case Awaited.Done<Optional<ClaimedKey>>(Optional<ClaimedKey> found) -> {
                    if (found.isEmpty()) {
                        return Optional.empty();
                    }
                    row = found.get();
                }
                case Awaited.Failed<Optional<ClaimedKey>>(Problem problem) -> {
                    return Optional.of(new Answer.Refused(problem));
                }
            }
        }
    }

    /** Empty if the caller may be told what becomes of the claim. */
    private Optional<Answer> notForThisCaller(ClaimedKey row) {
        Set<Scope> needed = tools.mutations().of(row);
        return begun.request().scopes().containsAll(needed)
                ? Optional.empty()
                : Optional.of(
                        new Answer.Refused(
                                Problem.of(
                                        ProblemCode.INSUFFICIENT_SCOPE,
                                        "The token needs for this key: " + Scope.format(needed))));
    }

    /** Becomes the owner of a key that nobody works on, and of its plan as it was stored. */
    private Awaited<Optional<Execution<C>>> takeOver(ClaimedKey row) {
        PlannedWork<C> work = PlannedWork.stored(begun.mutation(), row);
        UUID owner = UUID.randomUUID();
        Deadline deadline = begun.request().deadline();
        Duration lease = tools.lease(deadline);
        CompletableFuture<Optional<Execution<C>>> taking =
                tools.reads()
                        .start(connection ->
                                KeyTable.takeOver(connection, row.key(), row.owner(), owner, lease)
                                        ? Optional.of(
                                                Execution.ofEarlier(
                                                        tools, work, owner, begun.request()))
                                        : Optional.empty());
        Awaited<Optional<Execution<C>>> taken = Awaited.until(taking, deadline, Awaited.LATE);
        if (taken instanceof Awaited.Failed<Optional<Execution<C>>>) {
            taking.thenAccept(late -> late.ifPresent(Execution::endLease));
        }
        return taken;
    }

    private static Optional<Answer> unavailable(String detail) {
        return Optional.of(new Answer.Refused(Problem.of(ProblemCode.SERVICE_UNAVAILABLE, detail)));
    }
}
