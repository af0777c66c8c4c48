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
        begun.course().leavesInDoubt(true);
        ClaimedKey row = first;
        Pauses pauses = new Pauses(begun.request().deadline());
        while (true) {
            boolean same;
            try {
                same = isSame(row);
            } catch (IllegalArgumentException unknownVersion) {
                return Optional.of(
                        Answer.Refused.unavailable(
                                "a newer version of the service works on this key"));
            }
            Optional<Answer> end = same ? endOfOwn(row) : endOfOther(row);
            if (end.isPresent()) {
                return end;
            }
            switch (same ? nextLook(pauses) : awaitOther(row)) {
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

    /** Versions are those of one operation: another one's says nothing about ours. */
    private boolean isSame(ClaimedKey row) {
        boolean ofAnother =
                row.operation() != null && !row.operation().equals(begun.mutation().operation());
        return !ofAnother && row.isFor(begun.fingerprintOfVersion(row.encodingVersion()));
    }

    /** The answer to a repetition; empty while another request works on the key. */
    private Optional<Answer> endOfOwn(ClaimedKey row) {
        Set<Scope> needed = tools.mutations().of(row);
        if (!begun.request().scopes().containsAll(needed)) {
            return Optional.of(new Answer.Refused(Keys.insufficientScope(needed)));
        }
        if (row.response() != null) {
            tools.replays().add(row, row.response());
            return Optional.of(
                    new Answer.Recorded(tools.mutations().told(row, row.response()), true));
        }
        if (row.leased()) {
            return Optional.empty();
        }
        if (begun.hasLedgerSide() && !tools.ledger().admits()) {
            return Optional.of(new Answer.Refused(Verdict.OUT_OF_REACH));
        }
        return switch (takeOver(row)) {
            case Awaited.Done<Optional<Execution<C>>>(Optional<Execution<C>> taken) ->
                    taken.map(this::goOn);
            case Awaited.Failed<Optional<Execution<C>>>(Problem problem) ->
                    Optional.of(new Answer.Refused(problem));
        };
    }

    private Answer goOn(Execution<C> taken) {
        begun.course().tookOver();
        return taken.run().answer();
    }

    private Awaited<Optional<ClaimedKey>> nextLook(Pauses pauses) {
        return pauses.next()
                ? tools.reads().find(begun.key(), begun.request().deadline())
                : new Awaited.Failed<>(
                        Problem.of(
                                ProblemCode.SERVICE_UNAVAILABLE,
                                "the first request with this key still runs"));
    }

    /** The answer to other content; empty while nothing is recorded of the first. */
    private static Optional<Answer> endOfOther(ClaimedKey row) {
        return row.response() == null ? Optional.empty() : Optional.of(Answer.Refused.reused());
    }

    private Awaited<Optional<ClaimedKey>> awaitOther(ClaimedKey row) {
        return new ForeignClaim(tools, row, begun.request().deadline())
                .awaitEnd("another request with this key has not ended");
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
                                                        tools,
                                                        work,
                                                        owner,
                                                        begun.request(),
                                                        begun.course()))
                                        : Optional.empty());
        Awaited<Optional<Execution<C>>> taken = Awaited.until(taking, deadline, Awaited.LATE);
        if (taken instanceof Awaited.Failed<Optional<Execution<C>>>) {
            taking.thenAccept(late -> late.ifPresent(Execution::endLease));
        }
        return taken;
    }
}
