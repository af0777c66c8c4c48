package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.HistoricBalance;
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
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TransferFields;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The way to the ledger of many threads that do the same at the same time, each for a key of its
 * own. A call waits until every one of them has called, or has {@linkplain #leave left}; then all
 * calls of one kind travel as one. So hundreds of keys need a few messages, however the threads are
 * scheduled. A thread must not wait for another one in between.
 */
final class Convoy implements Ledger {
    private final Ledger ledger;
    private final Duration patience;
    private final Coach<LedgerId, Reading<List<LedgerAccount>>> accountLookups;
    private final Coach<LedgerId, Reading<List<LedgerTransfer>>> transferLookups;
    private final Coach<AccountFields, Submission> accounts;
    private final Coach<TransferFields, Submission> transfers;

    private int travellers;
    private int waiting;

    /**
     * A convoy of so many threads.
     *
     * @param travellers each of which has to leave in the end
     * @param patience how long each of them waits for the ledger, about
     */
    Convoy(Ledger ledger, int travellers, Duration patience) {
        this.ledger = ledger;
        this.patience = patience;
        this.travellers = travellers;
        this.accountLookups =
                new Coach<>(
                        ledger::lookupAccounts,
                        whole -> divided(whole, row -> row.account().id()),
                        new Reading.Unavailable<>());
        this.transferLookups =
                new Coach<>(
                        ledger::lookupTransfers,
                        whole -> divided(whole, row -> row.transfer().id()),
                        new Reading.Unavailable<>());
        this.accounts = new Coach<>(ledger::createAccounts, Convoy::divided, inDoubt());
        this.transfers = new Coach<>(ledger::createTransfers, Convoy::divided, inDoubt());
    }

    /** The place of one call among those that travel together. */
    private record Seat<E, R>(List<E> events, CompletableFuture<R> answer) {}

    /** The part of an answer that belongs to a call. */
    private interface Division<E, R> {
        /**
         * Of these events.
         *
         * @param from the first one's place among all
         */
        R part(List<E> events, int from);
    }

    /**
     * The calls of one kind.
     *
     * @param late the answer to who can't wait for his own
     */
    private record Coach<E, R>(
            BiFunction<List<E>, LedgerCall, R> send,
            Function<R, Division<E, R>> division,
            R late,
            List<Seat<E, R>> seats) {
        Coach(
                BiFunction<List<E>, LedgerCall, R> send,
                Function<R, Division<E, R>> division,
                R late) {
            this(send, division, late, new ArrayList<>());
        }

        /** Takes all that wait, to be sent. */
        Runnable depart(int maxEvents, Deadline deadline) {
            List<Seat<E, R>> taken = List.copyOf(seats);
            seats.clear();
            return () -> {
                int from = 0;
                while (from < taken.size()) {
                    int to = from;
                    int events = 0;
                    do {
                        events += taken.get(to++).events().size();
                    } while (to < taken.size()
                            && events + taken.get(to).events().size() <= maxEvents);
                    send(taken.subList(from, to), deadline);
                    from = to;
                }
            };
        }

        private void send(List<Seat<E, R>> together, Deadline deadline) {
            List<E> all = together.stream().flatMap(seat -> seat.events().stream()).toList();
            try {
                Division<E, R> parts =
                        division.apply(
                                send.apply(all, new LedgerCall(LedgerCall.SERVICE, deadline)));
                int from = 0;
                for (Seat<E, R> seat : together) {
                    seat.answer().complete(parts.part(seat.events(), from));
                    from += seat.events().size();
                }
            } catch (RuntimeException | Error fault) {
                together.forEach(seat -> seat.answer().completeExceptionally(fault));
            }
        }
    }

    private static Submission inDoubt() {
        return new Submission.InDoubt(new CompletableFuture<>());
    }

    private static <E> Division<E, Submission> divided(Submission whole) {
        return switch (whole) {
            case Submission.Answered(List<Submission.EventResult> results) ->
                    (events, from) ->
                            new Submission.Answered(results.subList(from, from + events.size()));
            case Submission.InDoubt _ -> (events, from) -> inDoubt();
            // Who is told that all were too many asks again, and travels in a smaller message.
            case Submission.Unavailable _, Submission.Overloaded _, Submission.TooLarge _ ->
                    (events, from) -> whole;
        };
    }

    private static <T> Division<LedgerId, Reading<List<T>>> divided(
            Reading<List<T>> whole, Function<T, LedgerId> id) {
        return switch (whole) {
            case Reading.Answered<List<T>>(List<T> rows) -> {
                Map<LedgerId, T> byId = new HashMap<>();
                rows.forEach(row -> byId.put(id.apply(row), row));
                yield (ids, from) ->
                        new Reading.Answered<>(
                                ids.stream().map(byId::get).filter(Objects::nonNull).toList());
            }
            case Reading.Unavailable<List<T>> _, Reading.Overloaded<List<T>> _ ->
                    (ids, from) -> whole;
        };
    }

    /** One thread has no further calls. */
    void leave() {
        Runnable departure;
        synchronized (this) {
            travellers--;
            departure = departure(Deadline.after(patience));
        }
        departure.run();
    }

    /** What is to be sent now; nothing as long as somebody may still come. */
    private Runnable departure(Deadline deadline) {
        if (waiting < travellers || waiting == 0) {
            return () -> {};
        }
        waiting = 0;
        int maxEvents = ledger.maxEvents();
        List<Runnable> all =
                List.of(
                        transferLookups.depart(maxEvents, deadline),
                        accountLookups.depart(maxEvents, deadline),
                        transfers.depart(maxEvents, deadline),
                        accounts.depart(maxEvents, deadline));
        return () -> all.forEach(Runnable::run);
    }

    private <E, R> R travel(Coach<E, R> coach, List<E> events, LedgerCall call) {
        Seat<E, R> seat = new Seat<>(events, new CompletableFuture<>());
        Runnable departure;
        synchronized (this) {
            coach.seats().add(seat);
            waiting++;
            departure = departure(call.deadline());
        }
        departure.run();
        try {
            return call.deadline().await(seat.answer()) ? seat.answer().get() : coach.late();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return coach.late();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            synchronized (this) {
                if (coach.seats().remove(seat)) {
                    waiting--;
                }
            }
        }
    }

    @Override
    public Submission createAccounts(List<AccountFields> created, LedgerCall call) {
        return travel(accounts, created, call);
    }

    @Override
    public Submission createTransfers(List<TransferFields> created, LedgerCall call) {
        return travel(transfers, created, call);
    }

    @Override
    public Reading<List<LedgerAccount>> lookupAccounts(List<LedgerId> ids, LedgerCall call) {
        return travel(accountLookups, ids, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> lookupTransfers(List<LedgerId> ids, LedgerCall call) {
        return travel(transferLookups, ids, call);
    }

    @Override
    public Reading<AsOf<List<LedgerTransfer>>> lookupTransfersAsOf(
            List<LedgerId> ids, LedgerCall call) {
        return ledger.lookupTransfersAsOf(ids, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> accountTransfers(
            AccountTransfersQuery query, LedgerCall call) {
        return ledger.accountTransfers(query, call);
    }

    @Override
    public Reading<AsOf<List<HistoricBalance>>> accountBalances(
            AccountTransfersQuery query, LedgerCall call) {
        return ledger.accountBalances(query, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> ledgerTransfers(
            LedgerTransfersQuery query, LedgerCall call) {
        return ledger.ledgerTransfers(query, call);
    }

    @Override
    public Reading<List<LedgerAccount>> accountsTail(TailQuery query, LedgerCall call) {
        return ledger.accountsTail(query, call);
    }

    @Override
    public Reading<List<LedgerTransfer>> transfersTail(TailQuery query, LedgerCall call) {
        return ledger.transfersTail(query, call);
    }

    @Override
    public Reading<Boolean> isLedgerNumberUsed(int number, LedgerCall call) {
        return ledger.isLedgerNumberUsed(number, call);
    }

    @Override
    public int maxEvents() {
        return ledger.maxEvents();
    }

    @Override
    public boolean admits() {
        return ledger.admits();
    }

    @Override
    public LedgerStatus status() {
        return ledger.status();
    }

    @Override
    public List<LaneStatus> lanes() {
        return ledger.lanes();
    }
}
