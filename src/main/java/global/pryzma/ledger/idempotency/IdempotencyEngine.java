package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.PlanCodec;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.ClaimResult;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.idempotency.store.WriterLoop;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs every mutation: at most once per key, for ever, and with one answer.
 *
 * <ol>
 *   <li>Claim the key, with everything that a later try needs: one committed row in Postgres.
 *   <li>Apply the plan to the ledger. Its ids are derived from the key, so that no second try can
 *       move money again, whatever was lost in between.
 *   <li>Record the response, if it is definite: one committed transaction with the feature's rows.
 * </ol>
 *
 * <p>Whoever finds the key taken replays the recorded response, joins the execution in this
 * process, waits for one in another process, or takes over from one whose lease is over.
 */
@Singleton
public final class IdempotencyEngine {
    private static final Duration FIRST_POLL = Duration.ofMillis(10);
    private static final Duration LAST_POLL = Duration.ofMillis(160);

    private final Transactions transactions;
    private final ExecutorService background;
    private final EngineTools parts;
    private final Settlement settlement;
    private final ConcurrentMap<ScopedKey, Running> running = new ConcurrentHashMap<>();

    IdempotencyEngine(
            Ledger ledger,
            Transactions transactions,
            IdempotencySettings configuration,
            List<Mutation<?>> mutations,
            RecordedProblems problems,
            List<MutationListener> listeners) {
        this.transactions = transactions;
        this.background =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("idempotency-", 0).factory());
        this.parts =
                new EngineTools(
                        new PlanRunner(ledger),
                        new WriterLoop(
                                transactions,
                                configuration.waitingLimit(),
                                configuration.batchLimit()),
                        background,
                        configuration,
                        List.copyOf(listeners));
        this.settlement = new Settlement(parts, mutations, problems);
    }

    /** Blocks the calling (virtual) thread until there is an answer, at most until the deadline. */
    public <C> Answer execute(Mutation<C> mutation, C command, MutationRequest request) {
        return lead(
                Begun.of(mutation, mutation.content(command), request),
                begun -> claim(begun, command));
    }

    /**
     * The same for a command with facts that can change, or that the ledger has to be asked for:
     * they are found out only if the key is unused, so that nothing but the key decides about a
     * retry.
     *
     * @param content the command's {@link Mutation#content}
     * @param command finds the facts; a {@link ProblemException} is the answer, and leaves the key
     *     unused
     */
    public <C> Answer execute(
            Mutation<C> mutation, byte[] content, Supplier<C> command, MutationRequest request) {
        return lead(
                Begun.of(mutation, content, request),
                begun ->
                        switch (find(begun.key(), request.deadline())) {
                            case Awaited.Done<Optional<ClaimedKey>>(Optional<ClaimedKey> row) ->
                                    row.isPresent()
                                            ? settle(begun, row.get())
                                            : claim(begun, command.get());
                            case Awaited.Failed<Optional<ClaimedKey>>(Problem problem) ->
                                    new Answer.Refused(problem);
                        });
    }

    private <C> Answer lead(Begun<C> begun, Function<Begun<C>, Answer> execution) {
        Running mine = new Running(begun.fingerprint(), new CompletableFuture<>());
        Running first = running.putIfAbsent(begun.key(), mine);
        if (first != null) {
            // Another content may be the one that is refused, and not have claimed the key either:
            // only the key's row tells.
            return first.fingerprint().equals(begun.fingerprint())
                    ? join(first, begun)
                    : execution.apply(begun);
        }
        try {
            Answer answer = execution.apply(begun);
            mine.answer().complete(answer);
            return answer;
        } catch (RuntimeException | Error fault) {
            mine.answer().completeExceptionally(fault);
            throw fault;
        } finally {
            running.remove(begun.key(), mine);
        }
    }

    /** What the engine derives the ledger's rows of this request from. */
    public <C> Identity identity(Mutation<C> mutation, C command, MutationRequest request) {
        return PlannedWork.identity(
                new ScopedKey(request.organisation(), request.key().value()),
                Fingerprint.of(mutation.operation(), mutation.content(command)),
                mutation.encodingVersion());
    }

    /** A duplicate in the same process waits for the first one and gets its answer. */
    private static Answer join(Running first, Begun<?> begun) {
        return switch (Awaited.until(
                first.answer(), begun.request().deadline(), "the first request still runs")) {
            case Awaited.Done<Answer>(Answer.Recorded(RecordedResponse response, _)) ->
                    new Answer.Recorded(response, true);
            case Awaited.Done<Answer>(Answer.Refused refused) -> refused;
            case Awaited.Failed<Answer>(Problem problem) -> new Answer.Refused(problem);
        };
    }

    private <C> Answer claim(Begun<C> begun, C command) {
        return claim(begun, command, begun.mutation().reservations(command), null);
    }

    private <C> Answer claim(
            Begun<C> begun,
            C command,
            List<Reservation> reservations,
            @Nullable Function<Reservation, RecordedResponse> conflict) {
        PlannedWork<C> work =
                PlannedWork.fresh(begun.mutation(), command, begun.key(), begun.fingerprint());
        UUID owner = UUID.randomUUID();
        Claim claim =
                new Claim(
                        begun.key(),
                        begun.mutation().operation(),
                        begun.mutation().encodingVersion(),
                        begun.fingerprint(),
                        begun.mutation().encode(command),
                        PlanCodec.encode(work.plan()),
                        owner,
                        lease(begun.request().deadline()).toMillis(),
                        begun.mutation().makesPrograms() ? null : work.identity().id().toUuid(),
                        reservations,
                        conflict,
                        new CompletableFuture<>());
        return switch (Awaited.forWrite(
                parts.writer(), claim, claim.done(), begun.request().deadline())) {
            case Awaited.Done<ClaimResult>(ClaimResult.Claimed()) -> {
                parts.reached(MutationListener.Step.CLAIMED, begun.request().key());
                yield new Execution<>(parts, work, owner, begun.request()).run();
            }
            case Awaited.Done<ClaimResult>(ClaimResult.Taken()) -> taken(begun, command, work);
            case Awaited.Done<ClaimResult>(ClaimResult.Conflicting(RecordedResponse response)) ->
                    new Answer.Recorded(response, false);
            case Awaited.Done<ClaimResult>(ClaimResult.Reused()) -> reused();
            case Awaited.Done<ClaimResult>(ClaimResult.Existing(ClaimedKey row)) ->
                    settle(begun, row);
            case Awaited.Failed<ClaimResult>(Problem problem) -> new Answer.Refused(problem);
        };
    }

    /**
     * Another key holds what this one has to reserve, or this one does for a use with another
     * fingerprint. It may have got it after a loss of Postgres' last seconds, and this one have
     * been executed before that, or be on its way to the ledger still: so the ledger is asked in a
     * manner that keeps its answer true.
     */
    private <C> Answer taken(Begun<C> begun, C command, PlannedWork<C> work) {
        LedgerCall call =
                new LedgerCall(begun.request().organisation(), begun.request().deadline());
        return switch (parts.runner().fence(work, call)) {
            case Verdict.Unknown(Problem problem) -> new Answer.Refused(problem);
            case Verdict.Reused() -> reused();
            case Verdict.Rejected _ ->
                    claim(begun, command, begun.mutation().reservations(command), begun::conflict);
            case Verdict.Succeeded _, Verdict.InDoubt _ -> claim(begun, command, List.of(), null);
        };
    }

    /**
     * The key was claimed before: by a recorded request, one that still runs elsewhere, or one that
     * died.
     */
    private <C> Answer settle(Begun<C> begun, ClaimedKey first) {
        ClaimedKey row = first;
        Duration pause = FIRST_POLL;
        Deadline deadline = begun.request().deadline();
        while (true) {
            Optional<Answer> other = otherContent(begun, row);
            if (other.isPresent()) {
                return other.get();
            }
            if (row.response() != null) {
                return new Answer.Recorded(row.response(), true);
            }
            if (!row.leased()) {
                switch (takeOver(begun, row)) {
                    case Awaited.Done<Optional<Execution<C>>>(Optional<Execution<C>> taken) -> {
                        if (taken.isPresent()) {
                            return taken.get().run();
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
            switch (find(begun.key(), deadline)) {
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

    /**
     * The answer to a request whose key has been claimed for something else; empty if it has not.
     */
    private <C> Optional<Answer> otherContent(Begun<C> begun, ClaimedKey row) {
        try {
            if (row.fingerprint().equals(begun.fingerprintOfVersion(row.encodingVersion()))) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException unknownVersion) {
            return Optional.of(unavailable("a newer version of the service works on this key"));
        }
        if (row.response() != null || row.leased()) {
            return Optional.of(reused());
        }
        // A claim that nobody works on may be the one that is wrong: long ago, the key may have
        // moved this money, and its record has been purged. The ledger knows.
        return switch (settlement.resolve(row, begun.request().deadline())) {
            case Settlement.Released() ->
                    Optional.of(unavailable("the key is free again; retry with it"));
            case Settlement.NotReleased(Problem problem) ->
                    Optional.of(new Answer.Refused(problem));
            case Settlement.Recorded _, Settlement.Open _, Settlement.Unanswered _ ->
                    Optional.of(reused());
        };
    }

    /** Becomes the owner of a key that nobody works on, and of its plan as it was stored. */
    private <C> Awaited<Optional<Execution<C>>> takeOver(Begun<C> begun, ClaimedKey row) {
        PlannedWork<C> work = PlannedWork.stored(begun.mutation(), row);
        UUID owner = UUID.randomUUID();
        Deadline deadline = begun.request().deadline();
        Duration lease = lease(deadline);
        CompletableFuture<Optional<Execution<C>>> taking =
                inBackground(connection ->
                        KeyTable.takeOver(connection, row.key(), row.owner(), owner, lease)
                                ? Optional.of(new Execution<>(parts, work, owner, begun.request()))
                                : Optional.empty());
        Awaited<Optional<Execution<C>>> taken = Awaited.until(taking, deadline, Awaited.LATE);
        if (taken instanceof Awaited.Failed<Optional<Execution<C>>>) {
            taking.thenAccept(late -> late.ifPresent(Execution::endLease));
        }
        return taken;
    }

    private Awaited<Optional<ClaimedKey>> find(ScopedKey key, Deadline deadline) {
        return read(connection -> KeyTable.find(connection, key), deadline);
    }

    /** Reads from the engine's tables, at most until the deadline. */
    <T> Awaited<T> read(Transactions.Work<T> statement, Deadline deadline) {
        return Awaited.until(inBackground(statement), deadline, Awaited.LATE);
    }

    /**
     * A connection may hang for longer than the request can wait; it is still the request's, out of
     * its organisation's share.
     */
    private <T> CompletableFuture<T> inBackground(Transactions.Work<T> statement) {
        Supplier<T> work = () -> transactions.run(statement);
        Optional<HttpRequest<Object>> request = ServerRequestContext.currentRequest();
        return CompletableFuture.supplyAsync(
                request.isPresent() ? () -> ServerRequestContext.with(request.get(), work) : work,
                background);
    }

    /** What happens to keys that nobody asks for any more. */
    Settlement settlement() {
        return settlement;
    }

    private Duration lease(Deadline deadline) {
        return deadline.remaining().plus(parts.configuration().leaseMargin());
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

    private static Answer reused() {
        return new Answer.Refused(Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED));
    }

    private static Answer unavailable(String detail) {
        return new Answer.Refused(Problem.of(ProblemCode.SERVICE_UNAVAILABLE, detail));
    }

    /** Writes what waits, before the connections to Postgres are closed. */
    @PreDestroy
    void close() {
        parts.writer().close();
        background.shutdown();
    }

    /** The execution that runs in this process. */
    private record Running(Fingerprint fingerprint, CompletableFuture<Answer> answer) {}

    /** A request and what follows from it alone. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Begun<C>(
            Mutation<C> mutation,
            byte[] content,
            Fingerprint fingerprint,
            ScopedKey key,
            MutationRequest request) {
        static <C> Begun<C> of(Mutation<C> mutation, byte[] content, MutationRequest request) {
            return new Begun<>(
                    mutation,
                    content,
                    Fingerprint.of(mutation.operation(), content),
                    new ScopedKey(request.organisation(), request.key().value()),
                    request);
        }

        Fingerprint fingerprintOfVersion(int encodingVersion) {
            return encodingVersion == mutation.encodingVersion()
                    ? fingerprint
                    : Fingerprint.of(
                            mutation.operation(),
                            mutation.contentOfVersion(encodingVersion, content));
        }

        RecordedResponse conflict(Reservation taken) {
            return request.problems()
                    .apply(
                            Problem.of(
                                    ProblemCode.CONFLICT,
                                    taken.kind() + " is taken by another request"));
        }
    }
}
