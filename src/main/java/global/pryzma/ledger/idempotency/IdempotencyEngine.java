package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.KeyWrite.ClaimResult;
import global.pryzma.ledger.idempotency.KeyWrite.EndLease;
import global.pryzma.ledger.idempotency.KeyWrite.WriteFailure;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
    /** The version in which commands and ledger rows are written. */
    static final int ENCODING_VERSION = 1;

    private static final Duration FIRST_POLL = Duration.ofMillis(10);
    private static final Duration LAST_POLL = Duration.ofMillis(160);

    private final Transactions transactions;
    private final ExecutorService background;
    private final EngineParts parts;
    private final ConcurrentMap<ScopedKey, Running> running = new ConcurrentHashMap<>();

    IdempotencyEngine(
            Ledger ledger,
            Transactions transactions,
            IdempotencyConfiguration configuration,
            List<MutationListener> listeners) {
        this.transactions = transactions;
        this.background =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("idempotency-late-", 0).factory());
        this.parts =
                new EngineParts(
                        new PlanRunner(ledger),
                        new WriterLoop(
                                transactions,
                                configuration.waitingLimit(),
                                configuration.batchLimit()),
                        background,
                        configuration,
                        List.copyOf(listeners));
    }

    /** Blocks the calling (virtual) thread until there is an answer, at most until the deadline. */
    public <C> Answer execute(Mutation<C> mutation, C command, MutationRequest request) {
        Begun<C> begun = Begun.of(mutation, command, request);
        Running mine = new Running(begun.fingerprint(), new CompletableFuture<>());
        Running first = running.putIfAbsent(begun.key(), mine);
        if (first != null) {
            return join(first, begun);
        }
        try {
            Answer answer = lead(begun);
            mine.answer().complete(answer);
            return answer;
        } catch (RuntimeException | Error fault) {
            mine.answer().completeExceptionally(fault);
            throw fault;
        } finally {
            running.remove(begun.key(), mine);
        }
    }

    /** A duplicate in the same process waits for the first one and gets its answer. */
    private static Answer join(Running first, Begun<?> begun) {
        if (!first.fingerprint().equals(begun.fingerprint())) {
            return reused();
        }
        return switch (Waiting.until(
                first.answer(), begun.request().deadline(), "the first request still runs")) {
            case Waiting.Done<Answer>(Answer.Recorded(RecordedResponse response, _)) ->
                    new Answer.Recorded(response, true);
            case Waiting.Done<Answer>(Answer.Refused refused) -> refused;
            case Waiting.Failed<Answer>(Problem problem) -> new Answer.Refused(problem);
        };
    }

    private <C> Answer lead(Begun<C> begun) {
        Identity identity = begun.identity(ENCODING_VERSION);
        Plan plan = begun.mutation().plan(begun.command(), identity);
        UUID owner = UUID.randomUUID();
        Claim claim =
                new Claim(
                        begun.key(),
                        begun.mutation().operation(),
                        ENCODING_VERSION,
                        begun.fingerprint(),
                        begun.mutation().encode(begun.command()),
                        PlanCodec.encode(plan),
                        owner,
                        lease(begun.request().deadline()).toMillis(),
                        begun.mutation().reservations(begun.command()),
                        begun::conflict,
                        new CompletableFuture<>());
        return switch (Waiting.forWrite(
                parts.writer(), claim, claim.done(), begun.request().deadline())) {
            case Waiting.Done<ClaimResult>(ClaimResult.Claimed()) -> {
                parts.reached(MutationListener.Step.CLAIMED, begun.request().key());
                yield execution(begun, begun.command(), identity, plan, owner).run();
            }
            case Waiting.Done<ClaimResult>(ClaimResult.Conflicting(RecordedResponse response)) ->
                    new Answer.Recorded(response, false);
            case Waiting.Done<ClaimResult>(ClaimResult.Reused()) -> reused();
            case Waiting.Done<ClaimResult>(ClaimResult.Existing(KeyRow row)) -> settle(begun, row);
            case Waiting.Failed<ClaimResult>(Problem problem) -> {
                abandon(claim);
                yield new Answer.Refused(problem);
            }
        };
    }

    /**
     * The key was claimed before: by a recorded request, one that still runs elsewhere, or one that
     * died.
     */
    private <C> Answer settle(Begun<C> begun, KeyRow first) {
        KeyRow row = first;
        Duration pause = FIRST_POLL;
        while (true) {
            if (!row.fingerprint().equals(begun.fingerprint())) {
                return reused();
            }
            if (row.response() != null) {
                return new Answer.Recorded(row.response(), true);
            }
            try {
                Optional<Execution<C>> takenOver =
                        row.leased() ? Optional.empty() : takeOver(begun, row);
                if (takenOver.isPresent()) {
                    return takenOver.get().run();
                }
                if (!sleep(pause, begun.request().deadline())) {
                    return unavailable("the first request with this key still runs");
                }
                pause = pause.compareTo(LAST_POLL) < 0 ? pause.multipliedBy(2) : LAST_POLL;
                Optional<KeyRow> next =
                        transactions.run(connection -> KeyTable.find(connection, begun.key()));
                if (next.isEmpty()) {
                    return unavailable("the first request with this key was not carried out");
                }
                row = next.get();
            } catch (WriteFailure failure) {
                return unavailable("Postgres did not answer");
            }
        }
    }

    /** Becomes the owner of a key that nobody works on, and of its plan as it was stored. */
    private <C> Optional<Execution<C>> takeOver(Begun<C> begun, KeyRow row) {
        // Before anything is changed: a newer version's row must be left to a newer version.
        C command = begun.mutation().decode(row.encodingVersion(), row.command());
        Plan plan = PlanCodec.decode(row.plan());
        UUID owner = UUID.randomUUID();
        Duration lease = lease(begun.request().deadline());
        boolean taken =
                transactions.run(connection ->
                        KeyTable.takeOver(connection, row.key(), row.owner(), owner, lease));
        return taken
                ? Optional.of(
                        execution(
                                begun, command, begun.identity(row.encodingVersion()), plan, owner))
                : Optional.empty();
    }

    private <C> Execution<C> execution(
            Begun<C> begun, C command, Identity identity, Plan plan, UUID owner) {
        return new Execution<>(
                parts,
                begun.mutation(),
                command,
                identity,
                plan,
                begun.fingerprint(),
                owner,
                begun.request());
    }

    /**
     * Nobody waits for this claim any more: should it still be made, the next request may take over
     * at once.
     */
    private void abandon(Claim claim) {
        claim.done()
                .thenAccept(result -> {
                    if (result instanceof ClaimResult.Claimed) {
                        parts.writer()
                                .offer(
                                        new EndLease(
                                                claim.key(),
                                                claim.owner(),
                                                new CompletableFuture<>()));
                    }
                });
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
    private record Begun<C>(
            Mutation<C> mutation,
            C command,
            Fingerprint fingerprint,
            ScopedKey key,
            MutationRequest request) {
        static <C> Begun<C> of(Mutation<C> mutation, C command, MutationRequest request) {
            return new Begun<>(
                    mutation,
                    command,
                    Fingerprint.of(mutation.operation(), mutation.content(command)),
                    new ScopedKey(request.organisation(), request.key().value()),
                    request);
        }

        RecordedResponse conflict(Reservation taken) {
            return request.problems()
                    .apply(
                            Problem.of(
                                    ProblemCode.CONFLICT,
                                    taken.kind() + " is taken by another request"));
        }

        Identity identity(int encodingVersion) {
            return new Identity(
                    request.organisation(),
                    DerivedIds.of(request.organisation(), request.key()),
                    fingerprint.bits64(),
                    encodingVersion);
        }
    }
}
