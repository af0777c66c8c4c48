package global.pryzma.ledger.transfer;

import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.postgres.rows.SqlParameters;

import io.micronaut.transaction.TransactionOperations;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The job that gives words the time of their transfer, without which no list finds them by their
 * metadata. It is there for those that an older version has written: where there are none, it costs
 * a look into an empty index. What two instances do at once is the same.
 */
@Singleton
final class TimesOfWords implements Job {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int STEP = 1_000;

    /** Of what the ledger does not have; it is before everything, and shown by nothing. */
    private static final long NEVER = 0;

    private static final String TIME =
            "UPDATE transfer_text SET created_at_nanos = ? WHERE id = ? AND created_at_nanos IS"
                    + " NULL";

    private final TransferTextRows rows;
    private final Ledger ledger;
    private final TransactionOperations<Connection> transactions;
    private volatile boolean stopped;

    TimesOfWords(
            TransferTextRows rows, Ledger ledger, TransactionOperations<Connection> transactions) {
        this.rows = rows;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return "times-of-words";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Sharing sharing() {
        return Sharing.SLICED;
    }

    @Override
    public void run() {
        int most = Math.min(STEP, ledger.maxEvents());
        boolean goesOn = true;
        while (goesOn && !stopped) {
            List<UUID> undated = rows.undated(most);
            goesOn = !undated.isEmpty() && wereDated(undated) && undated.size() == most;
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** False while the ledger does not answer. */
    private boolean wereDated(List<UUID> ids) {
        Reading<List<LedgerTransfer>> reading =
                ledger.lookupTransfers(
                        ids.stream().map(LedgerId::of).toList(),
                        new LedgerCall(LedgerCall.SERVICE, Deadline.after(PATIENCE)));
        if (!(reading instanceof Reading.Answered<List<LedgerTransfer>>(var found))) {
            return false;
        }
        Map<UUID, Long> times = new HashMap<>();
        found.forEach(row -> times.put(row.transfer().id().toUuid(), row.timestamp()));
        transactions.executeWrite(status -> {
            for (UUID id : ids) {
                SqlParameters.update(
                        status.getConnection(), TIME, times.getOrDefault(id, NEVER), id);
            }
            return null;
        });
        return true;
    }
}
