package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.store.PurgeTable;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.job.Job;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * Deletes recorded responses that are older than the retention, in small transactions. A key
 * without a response is never deleted: it may still move money. It is listed for the {@link
 * Resolver}, if it is not yet.
 */
@Singleton
class Purge implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final Transactions transactions;
    private final IdempotencySettings configuration;
    private final BacklogMeters meters;
    private volatile boolean stopped;

    Purge(Transactions transactions, IdempotencySettings configuration, BacklogMeters meters) {
        this.transactions = transactions;
        this.configuration = configuration;
        this.meters = meters;
    }

    @Override
    public String name() {
        return "purge";
    }

    @Override
    public Duration interval() {
        return configuration.purgeInterval();
    }

    @Override
    public Sharing sharing() {
        return Sharing.SLICED;
    }

    @Override
    public void run() {
        boolean more;
        do {
            more = pass();
        } while (more && !stopped);
        int kept;
        do {
            kept =
                    transactions.runJob(connection ->
                            PurgeTable.passKept(
                                    connection,
                                    configuration.retention(),
                                    configuration.purgeBatch()));
        } while (kept == configuration.purgeBatch() && !stopped);
        meters.purgedUpTo(transactions.runJob(PurgeTable::firstUnpassed));
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private boolean pass() {
        PurgeTable.Step step =
                transactions.runJob(connection ->
                        PurgeTable.pass(
                                connection, configuration.retention(), configuration.purgeBatch()));
        if (step.noted() > 0) {
            LOG.warn("{} keys without a response were not listed as in doubt", step.noted());
        }
        return step.more();
    }
}
