package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.Course.Outcome;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyWriter;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.logging.LoggedRequest;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.postgres.RequestShare;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.tracing.Trace;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final ExecutorService background;
    private final EngineTools tools;
    private final SealedResponses sealing;
    private final DryRunAnswers dryRuns;
    private final ConcurrentMap<ScopedKey, Running> running = new ConcurrentHashMap<>();

    IdempotencyEngine(
            Ledger ledger,
            Transactions transactions,
            IdempotencySettings configuration,
            Mutations mutations,
            RecordedProblems problems,
            List<MutationListener> listeners,
            Metrics metrics,
            SealedResponses sealing,
            DryRunAnswers dryRuns) {
        this.sealing = sealing;
        this.dryRuns = dryRuns;
        this.background =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("idempotency-", 0).factory());
        this.tools =
                new EngineTools(
                        ledger,
                        new KeyWriter(
                                transactions,
                                configuration.waitingLimit(),
                                configuration.batchLimit(),
                                metrics),
                        new KeyReads(transactions, background),
                        background,
                        configuration,
                        mutations,
                        problems,
                        List.copyOf(listeners),
                        new RecentReplays(configuration.replaysKept(), System::nanoTime),
                        new EngineMeters(metrics, mutations.operations()));
    }

    /** Blocks the calling (virtual) thread until there is an answer, at most until the deadline. */
    public <C extends Command> Answer execute(
            Mutation<C> mutation, C command, MutationRequest request) {
        if (request.isDryRun()) {
            return dryRun(mutation, () -> new Prepared.Ready<>(command), request);
        }
        return lead(
                Begun.of(mutation, command.content(), request, tools.course()),
                begun ->
                        switch (mutation) {
                            case RowsMutation<C> _ ->
                                    find(begun, () -> new Prepared.Ready<>(command));
                            // The claim finds all that there is to find, in one statement.
                            case AccountsMutation<C> _,
                                    ChainMutation<C> _,
                                    IndependentTransfersMutation<C> _ ->
                                    FreshClaim.unseen(tools, begun, command).execute();
                        });
    }

    /**
     * The same for a command with facts that can change, or that the ledger has to be asked for:
     * they are found out only if the key is unused, so that nothing but the key decides about a
     * retry.
     *
     * @param content the command's {@link Command#content}
     * @param facts finds them; a {@link ProblemException} is the answer, and leaves the key unused:
     *     so it is for what any copy of the request would be told for ever, and for what is not
     *     definite
     */
    public <C extends Command> Answer execute(
            Mutation<C> mutation,
            byte[] content,
            Supplier<Prepared<C>> facts,
            MutationRequest request) {
        if (request.isDryRun()) {
            return dryRun(mutation, facts, request);
        }
        return lead(
                Begun.of(mutation, content, request, tools.course()), begun -> find(begun, facts));
    }

    /**
     * The same for facts of which those of a key that was never used are cheap, and change nothing:
     * they are found out before it is known, as most keys are.
     *
     * @param anew the facts if the key was never used, not even by a request whose record is gone
     */
    public <C extends Command> Answer execute(
            RowsMutation<C> mutation,
            byte[] content,
            Supplier<Prepared<C>> anew,
            Supplier<Prepared<C>> facts,
            MutationRequest request) {
        if (request.isDryRun()) {
            return dryRun(mutation, anew, request);
        }
        return lead(
                Begun.of(mutation, content, request, tools.course()),
                begun -> claimAnew(begun, anew, facts));
    }

    /** Nothing that is known of any key has a part in it. */
    private <C extends Command> Answer dryRun(
            Mutation<C> mutation, Supplier<Prepared<C>> facts, MutationRequest request) {
        logs(mutation.operation());
        return switch (facts.get()) {
            case Prepared.Ready<C>(C command) ->
                    new DryRun<>(
                                    tools.ledger(),
                                    tools.mutations(),
                                    dryRuns,
                                    mutation,
                                    command,
                                    request)
                            .answer();
            case Prepared.Refused<C>(Problem problem) ->
                    DryRun.refused(problem, tools.ledger(), request.call());
        };
    }

    /**
     * As for a key that was never used: the claim finds all that Postgres knows of it. If the
     * facts, the ledger or a trace is in the way of that, the usual order decides what is told.
     */
    private <C extends Command> Answer claimAnew(
            Begun<C> begun, Supplier<Prepared<C>> anew, Supplier<Prepared<C>> facts) {
        CompletableFuture<Optional<C>> ready =
                CompletableFuture.supplyAsync(RequestShare.carry(anew), background)
                        .handle((prepared, fault) ->
                                fault == null && prepared instanceof Prepared.Ready<C>(C command)
                                        ? Optional.of(command)
                                        : Optional.empty());
        Trace trace = Trace.current();
        CompletableFuture<Optional<Answer>> byLedger =
                CompletableFuture.supplyAsync(
                        () -> {
                            Trace.bind(trace);
                            return traces().byLedger(begun.request());
                        },
                        background);
        Supplier<Answer> usual = () -> find(begun, facts, byLedger::join);
        Deadline soon = begun.request().deadline().within(EarlierResponse.SOON);
        return Awaited.until(ready, soon, Awaited.LATE)
                                instanceof Awaited.Done<Optional<C>>(Optional<C> command)
                        && command.isPresent()
                        && Awaited.until(byLedger, soon, "the ledger did not answer soon")
                                instanceof Awaited.Done<Optional<Answer>>(Optional<Answer> used)
                        && used.isEmpty()
                ? FreshClaim.anew(tools, begun, command.get(), usual).execute()
                : usual.get();
    }

    private <C extends Command> Answer find(Begun<C> begun, Supplier<Prepared<C>> facts) {
        return find(begun, facts, () -> traces().byLedger(begun.request()));
    }

    /**
     * Who finds the key used settles it; who does not begins.
     *
     * @param byLedger what the ledger tells of the key, if that is needed
     */
    private <C extends Command> Answer find(
            Begun<C> begun, Supplier<Prepared<C>> facts, Supplier<Optional<Answer>> byLedger) {
        return switch (tools.reads().find(begun.key(), begun.request().deadline())) {
            case Awaited.Done<Optional<ClaimedKey>>(Optional<ClaimedKey> row)
                    when row.isPresent() ->
                    new EarlierClaim<>(tools, begun, row.get())
                            .settle()
                            .orElseGet(() -> find(begun, facts));
            case Awaited.Done<Optional<ClaimedKey>> _ ->
                    refusal(begun, byLedger).orElseGet(() -> begin(begun, facts.get()));
            case Awaited.Failed<Optional<ClaimedKey>>(Problem problem) ->
                    new Answer.Refused(problem);
        };
    }

    private <C extends Command> Answer begin(Begun<C> begun, Prepared<C> prepared) {
        return switch (prepared) {
            case Prepared.Ready<C>(C command) -> new FreshClaim<>(tools, begun, command).execute();
            case Prepared.Refused<C>(Problem problem) ->
                    new Refusal<>(tools, begun, problem).execute();
        };
    }

    /** The ledger itself refuses a key that it knows; who does not go there has to ask before. */
    private Optional<Answer> refusal(Begun<?> begun, Supplier<Optional<Answer>> byLedger) {
        return begun.mutation() instanceof RowsMutation
                ? traces().refusal(begun, byLedger)
                : Optional.empty();
    }

    private KeyTraces traces() {
        return new KeyTraces(
                tools.reads(), tools.ledger(), background, tools.configuration().ledgerPatience());
    }

    private <C extends Command> Answer lead(Begun<C> begun, Function<Begun<C>, Answer> execution) {
        logs(begun.mutation().operation());
        try {
            return leadOrJoin(begun, execution);
        } finally {
            begun.course().ends();
        }
    }

    private static void logs(String operation) {
        LoggedRequest logged = LoggedRequest.current();
        if (logged != null) {
            logged.asksFor(operation);
        }
    }

    private <C extends Command> Answer leadOrJoin(
            Begun<C> begun, Function<Begun<C>, Answer> execution) {
        Running mine =
                new Running(
                        begun.fingerprint(), begun.request().scopes(), new CompletableFuture<>());
        Running first = running.putIfAbsent(begun.key(), mine);
        if (first != null) {
            // Another content may be the one that is refused, and not have claimed the key either,
            // and another caller may be told more or less: only the key's row tells.
            return first.fingerprint().equals(begun.fingerprint())
                            && first.scopes().equals(begun.request().scopes())
                    ? join(first, begun)
                    : told(begun, execution.apply(begun));
        }
        try {
            Answer answer = told(begun, replay(begun).orElseGet(() -> execution.apply(begun)));
            mine.answer().complete(answer);
            return answer;
        } catch (RuntimeException | Error fault) {
            mine.answer().completeExceptionally(fault);
            throw fault;
        } finally {
            running.remove(begun.key(), mine);
        }
    }

    private <C extends Command> Optional<Answer> replay(Begun<C> begun) {
        return tools.replays()
                .find(begun.key())
                .flatMap(row -> new EarlierClaim<>(tools, begun, row).settle());
    }

    private Answer told(Begun<?> begun, Answer answer) {
        begun.course()
                .outcome(answer)
                .ifPresent(outcome -> {
                    begun.course().became(outcome);
                    tools.meters().ended(begun.mutation().operation(), outcome);
                });
        return switch (answer) {
            case Answer.Recorded(RecordedResponse response, boolean replayed) ->
                    new Answer.Recorded(sealing.opened(begun.key(), response), replayed);
            case Answer.Foreseen _, Answer.Refused _ -> answer;
        };
    }

    /** What the engine derives the ledger's rows of this request from. */
    public <C extends Command> Identity identity(
            Mutation<C> mutation, C command, MutationRequest request) {
        return PlannedWork.identity(
                new ScopedKey(request.organisation(), request.key().value()),
                Fingerprint.of(mutation.operation(), command.content()),
                mutation.encodingVersion());
    }

    /** A duplicate in the same process waits for the first one and gets its answer. */
    private Answer join(Running first, Begun<?> begun) {
        String operation = begun.mutation().operation();
        Awaited<Answer> end =
                Awaited.until(
                        first.answer(), begun.request().deadline(), "the first request still runs");
        tools.meters()
                .ended(operation, end instanceof Awaited.Done ? Outcome.JOINED : Outcome.IN_DOUBT);
        return switch (end) {
            case Awaited.Done<Answer>(Answer.Recorded(RecordedResponse response, _)) ->
                    new Answer.Recorded(response, true);
            case Awaited.Done<Answer>(Answer other) -> other;
            case Awaited.Failed<Answer>(Problem problem) -> new Answer.Refused(problem);
        };
    }

    /** What happens to keys that nobody asks for any more. */
    Settlement settlement() {
        return tools.settlement();
    }

    /** A key without a row, for those who ask what became of it. */
    UnclaimedKey unclaimed(ScopedKey key, Deadline deadline) {
        return new UnclaimedKey(tools, key, deadline);
    }

    /** Reads from the engine's tables. */
    KeyReads reads() {
        return tools.reads();
    }

    /**
     * Takes no new keys, and writes what waits.
     *
     * @param patience after which what Postgres has not written is in doubt
     */
    public void finishWrites(Duration patience) {
        tools.writer().close(patience);
    }

    /** Writes what waits, before the connections to Postgres are closed. */
    @PreDestroy
    void close() {
        tools.writer().close();
        background.shutdown();
    }

    /** The execution that runs in this process. */
    private record Running(
            Fingerprint fingerprint, Set<Scope> scopes, CompletableFuture<Answer> answer) {}
}
