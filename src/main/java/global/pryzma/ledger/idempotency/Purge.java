package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.store.InDoubtTable;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.idempotency.store.Transactions;

import io.micronaut.scheduling.annotation.Scheduled;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes recorded responses that are older than the retention, in small transactions. A key
 * without a response is never deleted: it may still move money. It is listed for the {@link
 * Resolver}, if it is not yet.
 */
@Singleton
class Purge {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final Transactions transactions;
    private final IdempotencySettings configuration;

    Purge(Transactions transactions, IdempotencySettings configuration) {
        this.transactions = transactions;
        this.configuration = configuration;
    }

    @Scheduled(
            fixedDelay = "${pryzma.idempotency.purge-interval:1m}",
            initialDelay = "${pryzma.idempotency.purge-interval:1m}")
    void purge() {
        try {
            int deleted;
            do {
                deleted =
                        transactions.run(connection ->
                                KeyTable.purge(
                                        connection,
                                        configuration.retention(),
                                        configuration.purgeBatch()));
            } while (deleted == configuration.purgeBatch());
            noteOverdue();
        } catch (WriteFailure failure) {
            LOG.warn("the purge will be tried again: {}", failure.getMessage());
        }
    }

    private void noteOverdue() {
        int noted;
        do {
            noted =
                    transactions.run(connection ->
                            InDoubtTable.noteOverdue(
                                    connection,
                                    configuration.retention(),
                                    configuration.purgeBatch()));
            if (noted > 0) {
                LOG.warn("{} keys without a response were not listed as in doubt", noted);
            }
        } while (noted == configuration.purgeBatch());
    }
}
