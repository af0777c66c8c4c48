package global.pryzma.ledger.sweep;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.operations.LastSweep;
import global.pryzma.ledger.operations.LastSweep.Progress;
import global.pryzma.ledger.sweep.Comparison.Compared;
import global.pryzma.ledger.sweep.Comparison.Outcome;
import global.pryzma.ledger.sweep.Comparison.Step;

import io.micronaut.transaction.TransactionOperations;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The way through the ledger by timestamp, on which it is compared with Postgres, step by step, in
 * one instance at a time.
 *
 * <p>A step's rows and the mark that says how far it came are written in one transaction. What
 * Postgres had when it was compared was committed before the mark: a Postgres that loses its last
 * seconds, and these rows among them, has lost the mark of them as well, and they are compared
 * again: no step begins after the mark that it finds, wherever the one before it had come to. The
 * mark takes timestamps of rows that were read, never the clock's.
 *
 * <p>Accounts that are a little older than the mark are compared again with each run, since rows
 * may be lost in other ways. Transfers are not: they have no rows that could be made again.
 */
@Singleton
final class Sweep implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /**
     * The key of the lock that is held for the length of a step; a number that nothing else uses.
     */
    private static final long LOCK = 0x5377_6565_704C_6467L;

    /** The steps through each kind of rows in one run; the next one goes on from there. */
    private static final int STEPS = 100;

    private static final int LOGGED = 10;

    private final SweepRows rows;
    private final Orphans orphans;
    private final Comparison comparison;
    private final LastSweep lastSweep;
    private final SweepMeters meters;
    private final SweepSettings settings;
    private final TransactionOperations<Connection> transactions;

    private final UUID instance = UUID.randomUUID();

    /** The place where the last run was interrupted; 0 if it was not. */
    private long accountsGoOn;

    private long settleGoesOn = Long.MAX_VALUE;
    private volatile boolean stopped;

    Sweep(
            SweepRows rows,
            Orphans orphans,
            Comparison comparison,
            LastSweep lastSweep,
            SweepMeters meters,
            SweepSettings settings,
            TransactionOperations<Connection> transactions) {
        this.rows = rows;
        this.orphans = orphans;
        this.comparison = comparison;
        this.lastSweep = lastSweep;
        this.meters = meters;
        this.settings = settings;
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public Duration interval() {
        return settings.interval();
    }

    @Override
    public Sharing sharing() {
        return Sharing.EXCLUSIVE;
    }

    @Override
    public void run() {
        begin().ifPresent(this::goOn);
        rows.find().ifPresent(this::tell);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private void tell(SweepRow row) {
        long until = Math.max(row.accountsUntilNanos(), row.transfersUntilNanos());
        Map<OrphanKind, Long> found = orphans.count();
        lastSweep.is(
                new Progress(
                        row.finishedAt(),
                        until == 0 ? null : WireTime.of(until),
                        found.values().stream().mapToLong(Long::longValue).sum()));
        meters.saw(row.finishedAt(), found);
    }

    /** The mark; empty while another instance is at it, or has been just now. */
    private Optional<SweepRow> begin() {
        // Twice the time between two runs, so that whoever does it goes on doing it.
        long lease = 2 * settings.interval().toMillis();
        return transactions.executeWrite(status -> {
            if (!rows.tryLock(LOCK) || rows.isSweptByAnother(instance, lease)) {
                return Optional.empty();
            }
            rows.insertIfAbsent();
            rows.step(instance, 0, 0);
            return rows.find();
        });
    }

    private void goOn(SweepRow mark) {
        settle();
        long again = mark.accountsUntilNanos() - settings.overlap().toNanos();
        Compared accounts = through(comparison::accounts, Math.max(again, accountsGoOn), true);
        accountsGoOn = accounts.outcome() == Outcome.END ? 0 : accounts.last();
        Compared transfers = through(comparison::transfers, mark.transfersUntilNanos(), false);
        if (accounts.outcome() == Outcome.END && transfers.outcome() == Outcome.END) {
            rows.finished();
        }
    }

    /** Looks again at some of the orphans; the next run goes on from there. */
    private void settle() {
        transactions.executeWrite(status -> {
            if (rows.tryLock(LOCK)) {
                settleGoesOn =
                        orphans.settle(settleGoesOn, settings.batch(), status.getConnection());
            }
            return null;
        });
    }

    /** The last step that was made, with the timestamp that the steps have come to. */
    private Compared through(Step step, long from, boolean ofAccounts) {
        long after = Math.max(0, from);
        for (int i = 0; i < STEPS && !stopped; i++) {
            Compared compared = once(step, after, ofAccounts);
            log(compared.found());
            if (compared.outcome() != Outcome.MORE) {
                return new Compared(compared.outcome(), after, List.of());
            }
            after = compared.last();
        }
        return new Compared(Outcome.MORE, after, List.of());
    }

    private Compared once(Step step, long after, boolean ofAccounts) {
        return transactions.executeWrite(status -> {
            if (!rows.tryLock(LOCK)) {
                return Compared.nothing(Outcome.STOPPED);
            }
            long mark = rows.lock().map(row -> row.until(ofAccounts)).orElse(0L);
            Compared compared = step.compare(Math.min(after, mark), status.getConnection());
            rows.step(instance, ofAccounts ? compared.last() : 0, ofAccounts ? 0 : compared.last());
            return compared;
        });
    }

    private static void log(List<OrphanRow> found) {
        found.stream()
                .limit(LOGGED)
                .forEach(orphan ->
                        LOG.warn(
                                "nobody owns {} {} of the ledger: {}, ledger number {}, code {}",
                                orphan.kind(),
                                orphan.id(),
                                orphan.reason(),
                                orphan.ledgerNumber(),
                                orphan.code()));
        if (found.size() > LOGGED) {
            LOG.warn("nor {} others; see /v1/ledger/orphans", found.size() - LOGGED);
        }
    }
}
