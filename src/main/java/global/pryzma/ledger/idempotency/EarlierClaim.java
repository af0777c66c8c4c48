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
    private static final Duration FIRST_POLL = Duration.ofMillis(10);
    private static final Duration LAST_POLL = Duration.ofMillis(160);

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

    /** Replays what it recorded, waits while it runs elsewhere, takes over from one that died. */
    Answer settle() {
        ClaimedKey row = first;
        Duration pause = FIRST_POLL;
        Deadline deadline = begun.request().deadline();
        while (true) {
            Optional<Answer> refusal = refusal(row);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (row.response() != null) {
                return new Answer.Recorded(row.response(), true);
            }
            if (!row.leased()) {
                switch (takeOver(row)) {
                    case Awaited.Done<Optional<Execution<C>>>(Optional<Execution<C>> taken) -> {
                        if (taken.isPresent()) {
                            return taken.get().run().answer();
                        }
                    }
                    case Awaited.Failed<Optional<Execution<C>>>(Problem problem) -> {
                        return new Answer.Refused(problem);
                    }
                }
            }
            if (!sleep(pause, deadline)) {
                return unavailable("the first request with this key still runs");
            }
            pause = pause.compareTo(LAST_POLL) < 0 ? pause.multipliedBy(2) : LAST_POLL;
            switch (tools.reads().find(begun.key(), deadline)) {
                case Awaited.Done<Optional<ClaimedKey>>(Optional<ClaimedKey> next) -> {
                    if (next.isEmpty()) {
                        return unavailable("the first request with this key was not carried out");
                    }
                    row = next.get();
                }
                case Awaited.Failed<Optional<ClaimedKey>>(Problem problem) -> {
                    return new Answer.Refused(problem);
                }
            }
        }
    }

    private Optional<Answer> refusal(ClaimedKey row) {
        return otherContent(row).or(() -> notForThisCaller(row));
    }

    /**
     * The answer to a request whose key has been claimed for something else; empty if it has not.
     */
    private Optional<Answer> otherContent(ClaimedKey row) {
        try {
            if (row.isFor(begun.fingerprintOfVersion(row.encodingVersion()))) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException unknownVersion) {
            return Optional.of(unavailable("a newer version of the service works on this key"));
        }
        if (row.response() != null || row.leased()) {
            return Optional.of(Answer.Refused.reused());
        }
        // A claim that nobody works on may be the one that is wrong: long ago, the key may have
        // moved this money, and its record has been purged. The ledger knows.
        return switch (tools.settlement().resolve(row, begun.request().deadline()).orElse(null)) {
            case Settled.Released() ->
                    Optional.of(unavailable("the key is free again; retry with it"));
            case Settled.NotReleased(Problem problem) -> Optional.of(new Answer.Refused(problem));
            case null -> Optional.of(Answer.Refused.reused());
            case Settled.Recorded _, Settled.Unanswered _ -> Optional.of(Answer.Refused.reused());
        };
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
                                                new Execution<>(
                                                        tools, work, owner, begun.request()))
                                        : Optional.empty());
        Awaited<Optional<Execution<C>>> taken = Awaited.until(taking, deadline, Awaited.LATE);
        if (taken instanceof Awaited.Failed<Optional<Execution<C>>>) {
            taking.thenAccept(late -> late.ifPresent(Execution::endLease));
        }
        return taken;
    }

    /** False when the deadline would be over after it. */
    private static boolean sleep(Duration pause, Deadline deadline) {
        if (deadline.remaining().compareTo(pause) <= 0) {
            return false;
        }
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Answer unavailable(String detail) {
        return new Answer.Refused(Problem.of(ProblemCode.SERVICE_UNAVAILABLE, detail));
    }
}
