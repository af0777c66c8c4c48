package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.LaneListener;
import global.pryzma.ledger.ledger.LaneStatus;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.LedgerTransfersQuery;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.metrics.Metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The ledger on a TigerBeetle cluster.
 *
 * <p>Two lanes lead to it, each with a client of its own: one for changes and reads by id, which
 * are grouped, and one for queries, which can't be. {@link Courier} tells how a message travels.
 */
final class TigerBeetleLedger implements Ledger, AutoCloseable {
    private static final List<CallKind<?, ?>> CREATIONS =
            List.of(CallKind.CREATE_ACCOUNTS, CallKind.CREATE_TRANSFERS);

    private final Availability availability;
    private final Lane main;
    private final Lane queries;
    private final Duration closeGrace;
    private final Measure measure;
    private final Lookups<List<LedgerAccount>> accountLookups;
    private final Lookups<AsOf<List<LedgerTransfer>>> transferLookups;

    /** The threads that open and close clients, which must not keep a courier waiting. */
    private final ExecutorService background =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofPlatform().daemon().name("ledger-client-", 0).factory());

    /** A ledger whose connections are made in the background, so that this returns at once. */
    TigerBeetleLedger(
            ClusterClient.Opener opener,
            GenesisAccount genesis,
            LaneListener listener,
            GatewaySettings settings,
            Metrics metrics) {
        this.closeGrace = settings.closeGrace();
        GenesisCheck check = new GenesisCheck(genesis, background);
        Reachability reachability = new Listeners(opener::addresses);
        Circuit ofMain = circuit("transfers", listener, settings);
        Circuit ofQueries = circuit("queries", listener, settings);
        this.availability = new Availability(List.of(ofMain, ofQueries));
        this.main =
                new Lane(
                        "transfers",
                        List.of(
                                CallKind.CREATE_TRANSFERS,
                                CallKind.LOOKUP_TRANSFERS,
                                CallKind.CREATE_ACCOUNTS,
                                CallKind.LOOKUP_ACCOUNTS),
                        ofMain,
                        availability,
                        check,
                        opener,
                        reachability,
                        background,
                        settings,
                        metrics);
        this.queries =
                new Lane(
                        "queries",
                        List.of(
                                CallKind.ACCOUNT_TRANSFERS,
                                CallKind.ACCOUNT_BALANCES,
                                CallKind.LEDGER_TRANSFERS,
                                CallKind.LEDGER_NUMBER_USED,
                                CallKind.ACCOUNTS_TAIL,
                                CallKind.TRANSFERS_TAIL),
                        ofQueries,
                        availability,
                        check,
                        opener,
                        reachability,
                        background,
                        settings,
                        metrics);
        this.measure = new Measure(main);
        this.accountLookups =
                new Lookups<>(
                        (ids, call) -> read(main, new Call<>(CallKind.LOOKUP_ACCOUNTS, ids, call)),
                        TigerBeetleLedger::joined);
        this.transferLookups =
                new Lookups<>(
                        (ids, call) -> read(main, new Call<>(CallKind.LOOKUP_TRANSFERS, ids, call)),
                        // What the later part has was younger then, or the same.
                        (first, rest) ->
                                new AsOf<>(joined(first.value(), rest.value()), first.timestamp()));
        main.whenBack(queries::clusterAnswers);
        queries.whenBack(main::clusterAnswers);
    }

    private static <T> List<T> joined(List<T> first, List<T> rest) {
        return Stream.concat(first.stream(), rest.stream()).toList();
    }

    private static Circuit circuit(String name, LaneListener listener, GatewaySettings settings) {
        return new Circuit(name, settings.missesToOpen(), listener, System::nanoTime);
    }

    @Override
    public Submission createAccounts(List<AccountFields> accounts, LedgerCall call) {
        EventRules.checkAccounts(accounts);
        return submit(new Call<>(CallKind.CREATE_ACCOUNTS, accounts, call));
    }

    @Override
    public Submission createTransfers(List<TransferFields> transfers, LedgerCall call) {
        EventRules.checkTransfers(transfers);
        return submit(new Call<>(CallKind.CREATE_TRANSFERS, transfers, call));
    }

    private Submission submit(Call<?, List<EventResult>> call) {
        if (call.size() == 0) {
            return new Submission.Answered(List.of());
        }
        return outcome(main.enter(call), call);
    }

    @Override
    public List<Submission> createTransfersInTurn(
            List<List<TransferFields>> submissions, LedgerCall call) {
        submissions.forEach(EventRules::checkTransfers);
        return new Procession(main::enter, this::outcome, call).of(submissions);
    }

    private Submission outcome(Lane.Entry entry, Call<?, List<EventResult>> call) {
        return switch (entry) {
            case TOO_LARGE -> measure.refusal(call.size(), call.behalf());
            case FULL -> new Submission.Overloaded();
            case OUT_OF_REACH -> new Submission.Unavailable();
            case ENTERED ->
                    switch (main.await(call)) {
                        case Outcome.Answered(List<EventResult> results) ->
                                new Submission.Answered(results);
                        case Outcome.NotAttempted<List<EventResult>> waited ->
                                new Submission.Unavailable();
                        case Outcome.TooLarge<List<EventResult>> _ ->
                                measure.refusal(call.size(), call.behalf());
                        case Outcome.NoAnswer<List<EventResult>> never ->
                                new Submission.InDoubt(late(call));
                        case null -> new Submission.InDoubt(late(call));
                    };
        };
    }

    /** The answer that comes late, on a thread of its own, since what follows may take its time. */
    private static CompletionStage<Submission.Answered> late(Call<?, List<EventResult>> call) {
        return call.outcome()
                .thenApplyAsync(
                        outcome ->
                                switch (outcome) {
                                    case Outcome.Answered(List<EventResult> results) ->
                                            new Submission.Answered(results);
                                    case Outcome.NotAttempted<List<EventResult>> _,
                                            Outcome.TooLarge<List<EventResult>> _ ->
                                            throw new IllegalStateException("not attempted");
                                    case Outcome.NoAnswer<List<EventResult>>(String why) ->
                                            throw new IllegalStateException(why);
                                },
                        task -> Thread.ofVirtual().name("ledger-late").start(task));
    }

    @Override
    public Reading<List<LedgerAccount>> lookupAccounts(List<LedgerId> ids, LedgerCall call) {
        return ids.isEmpty() ? new Reading.Answered<>(List.of()) : accountLookups.of(ids, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> lookupTransfers(List<LedgerId> ids, LedgerCall call) {
        return ids.isEmpty()
                ? new Reading.Answered<>(List.of())
                : switch (lookupTransfersAsOf(ids, call)) {
                    case Reading.Answered<AsOf<List<LedgerTransfer>>>(var found) ->
                            new Reading.Answered<>(found.value());
                    case Reading.Unavailable<AsOf<List<LedgerTransfer>>>() ->
                            new Reading.Unavailable<>();
                    case Reading.Overloaded<AsOf<List<LedgerTransfer>>>() ->
                            new Reading.Overloaded<>();
                };
    }

    @Override
    public Reading<AsOf<List<LedgerTransfer>>> lookupTransfersAsOf(
            List<LedgerId> ids, LedgerCall call) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("nothing is asked for");
        }
        return transferLookups.of(ids, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> accountTransfers(
            AccountTransfersQuery query, LedgerCall call) {
        // A filter would read the bound 0 as none.
        return query.range().isEmpty()
                ? new Reading.Answered<>(List.of())
                : ask(new Call<>(CallKind.ACCOUNT_TRANSFERS, List.of(query), call));
    }

    @Override
    public Reading<AsOf<List<HistoricBalance>>> accountBalances(
            AccountTransfersQuery query, LedgerCall call) {
        if (query.range().isEmpty()) {
            throw new IllegalArgumentException("nothing is asked for");
        }
        return ask(new Call<>(CallKind.ACCOUNT_BALANCES, List.of(query), call));
    }

    @Override
    public Reading<List<LedgerTransfer>> ledgerTransfers(
            LedgerTransfersQuery query, LedgerCall call) {
        return query.range().isEmpty()
                ? new Reading.Answered<>(List.of())
                : ask(new Call<>(CallKind.LEDGER_TRANSFERS, List.of(query), call));
    }

    @Override
    public Reading<List<LedgerAccount>> accountsTail(TailQuery query, LedgerCall call) {
        return ask(new Call<>(CallKind.ACCOUNTS_TAIL, List.of(query), call));
    }

    @Override
    public Reading<List<LedgerTransfer>> transfersTail(TailQuery query, LedgerCall call) {
        return ask(new Call<>(CallKind.TRANSFERS_TAIL, List.of(query), call));
    }

    @Override
    public Reading<Boolean> isLedgerNumberUsed(int ledger, LedgerCall call) {
        return ask(new Call<>(CallKind.LEDGER_NUMBER_USED, List.of(ledger), call));
    }

    /** A filter travels alone. */
    private <A> Reading<A> ask(Call<?, A> query) {
        return read(queries, query).orElseThrow();
    }

    /** Empty for more ids than a message holds. */
    private static <A> Optional<Reading<A>> read(Lane lane, Call<?, A> call) {
        return switch (lane.enter(call)) {
            case TOO_LARGE -> Optional.empty();
            case FULL -> Optional.of(new Reading.Overloaded<>());
            case OUT_OF_REACH -> Optional.of(new Reading.Unavailable<>());
            case ENTERED ->
                    switch (lane.await(call)) {
                        case Outcome.Answered<A>(A answer) ->
                                Optional.of(new Reading.Answered<>(answer));
                        case Outcome.TooLarge<A> _ -> Optional.empty();
                        case Outcome.NotAttempted<A> _, Outcome.NoAnswer<A> _ ->
                                Optional.of(new Reading.Unavailable<>());
                        case null -> Optional.of(new Reading.Unavailable<>());
                    };
        };
    }

    @Override
    public int maxEvents() {
        return main.limits().smallest(CREATIONS);
    }

    @Override
    public boolean admits() {
        return main.admits();
    }

    @Override
    public LedgerStatus status() {
        return availability.status();
    }

    @Override
    public List<LaneStatus> lanes() {
        return availability.lanes();
    }

    /** Takes no new calls, waits a little for those under way, and closes the clients. */
    @Override
    public void close() {
        main.stopAdmitting();
        queries.stopAdmitting();
        Deadline deadline = Deadline.after(closeGrace);
        main.close(deadline);
        queries.close(deadline);
        background.shutdown();
        try {
            if (!background.awaitTermination(1, TimeUnit.SECONDS)) {
                background.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
