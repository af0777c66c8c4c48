package global.pryzma.ledger.sweep;

import global.pryzma.ledger.account.LostAccounts;
import global.pryzma.ledger.account.RecoverableAccount;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.TailQuery;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The comparison of some rows of the ledger, oldest first, with Postgres. */
@Singleton
final class Comparison {
    /**
     * The time for one query, which is long for it; a ledger that does not answer is asked again
     * with the next run.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final LostAccounts lostAccounts;
    private final Orphans orphans;
    private final SweepSettings settings;
    private final Clock clock;

    Comparison(
            Ledger ledger,
            LostAccounts lostAccounts,
            Orphans orphans,
            SweepSettings settings,
            Clock clock) {
        this.ledger = ledger;
        this.lostAccounts = lostAccounts;
        this.orphans = orphans;
        this.settings = settings;
        this.clock = clock;
    }

    enum Outcome {
        /** There may be more. */
        MORE,
        /** There is nothing more to compare at the moment. */
        END,
        /** The ledger did not answer, or another instance is at it. */
        STOPPED
    }

    /**
     * The result of a step.
     *
     * @param last the ledger's timestamp of the last row compared
     * @param found the orphans that were not known
     */
    record Compared(Outcome outcome, long last, List<OrphanRow> found) {
        static Compared nothing(Outcome outcome) {
            return new Compared(outcome, 0, List.of());
        }
    }

    /** A step through one kind of rows, in the connection's transaction. */
    interface Step {
        /** Compares the rows that are younger than {@code after}. */
        Compared compare(long after, Connection connection) throws SQLException;
    }

    /** The step through accounts: those that have no row get one, or become orphans. */
    Compared accounts(long after, Connection connection) throws SQLException {
        return compare(
                after,
                query -> ledger.accountsTail(query, call()),
                LedgerAccount::timestamp,
                accounts ->
                        orphans.add(
                                lostAccounts.recover(
                                        accounts.stream().map(RecoverableAccount::of).toList()),
                                connection));
    }

    /**
     * The step through transfers. One without words has no row, and the words of one are known to
     * nobody; but one that closes an account says what the account's row may have lost.
     */
    Compared transfers(long after, Connection connection) throws SQLException {
        return compare(
                after,
                query -> ledger.transfersTail(query, call()),
                LedgerTransfer::timestamp,
                transfers -> {
                    lostAccounts.close(transfers, call());
                    return orphans.addStrangers(transfers, connection);
                });
    }

    private <T> Compared compare(
            long after,
            Function<TailQuery, Reading<List<T>>> tail,
            ToLongFunction<T> timestamp,
            Finder<T> finder)
            throws SQLException {
        long until = until();
        if (until <= after) {
            return Compared.nothing(Outcome.END);
        }
        return switch (tail.apply(new TailQuery(after, until, settings.batch()))) {
            case Reading.Answered<List<T>>(List<T> rows) when rows.isEmpty() ->
                    Compared.nothing(Outcome.END);
            case Reading.Answered<List<T>>(List<T> rows) ->
                    new Compared(
                            Outcome.MORE,
                            timestamp.applyAsLong(rows.getLast()),
                            finder.orphansAmong(rows));
            case Reading.Unavailable<List<T>>(), Reading.Overloaded<List<T>>() ->
                    Compared.nothing(Outcome.STOPPED);
        };
    }

    private interface Finder<T> {
        List<OrphanRow> orphansAmong(List<T> rows) throws SQLException;
    }

    /** The youngest timestamp that is compared; the ledger's clock is about Postgres'. */
    private long until() {
        return WireTime.epochNanos(clock.instant().minus(settings.delay()));
    }

    private static LedgerCall call() {
        return new LedgerCall(LedgerCall.SERVICE, Deadline.after(PATIENCE));
    }
}
