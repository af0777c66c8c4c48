package global.pryzma.ledger.idempotency;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * The engine's settings.
 *
 * @param retention how long a recorded response is replayed; at least 24 hours is promised to
 *     clients
 * @param replaysKept how long a replayed response is kept in memory for the next replay
 * @param purgeInterval how often expired rows are deleted
 * @param purgeBatch how many expired rows one transaction deletes
 * @param waitingLimit how many writes may wait for the writer loop
 * @param batchLimit how many writes share a transaction
 * @param leaseMargin how much longer than its request's deadline an execution keeps others away
 * @param lateDeadline how long the engine tries to record an answer that came after its request's
 *     deadline
 * @param ledgerPatience how long an operation without a ledger side waits for the ledger, which is
 *     asked whether it knows the key; without an answer it goes on
 * @param doubtAfter how old a claim without a response is when its request can't run any more
 * @param resolveInterval how often the ledger is asked for a key in doubt, at first
 * @param fenceAfter how long a key may stay in doubt before its request is made impossible
 */
@ConfigurationProperties("pryzma.idempotency")
public record IdempotencySettings(
        @Bindable(defaultValue = "24h") Duration retention,
        @Bindable(defaultValue = "1m") Duration replaysKept,
        @Bindable(defaultValue = "10s") Duration purgeInterval,
        @Bindable(defaultValue = "1000") int purgeBatch,
        @Bindable(defaultValue = "8192") int waitingLimit,
        @Bindable(defaultValue = "512") int batchLimit,
        @Bindable(defaultValue = "500ms") Duration leaseMargin,
        @Bindable(defaultValue = "10s") Duration lateDeadline,
        @Bindable(defaultValue = "500ms") Duration ledgerPatience,
        @Bindable(defaultValue = "10s") Duration doubtAfter,
        @Bindable(defaultValue = "5s") Duration resolveInterval,
        @Bindable(defaultValue = "24h") Duration fenceAfter) {
    public IdempotencySettings {
        if (purgeBatch < 1 || waitingLimit < 1 || batchLimit < 1) {
            throw new IllegalArgumentException(
                    "pryzma.idempotency: purge-batch, waiting-limit and batch-limit are at least"
                            + " 1");
        }
        if (Stream.of(
                        retention,
                        replaysKept,
                        leaseMargin,
                        lateDeadline,
                        ledgerPatience,
                        doubtAfter,
                        resolveInterval,
                        fenceAfter)
                .anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("pryzma.idempotency: no duration is negative");
        }
    }
}
