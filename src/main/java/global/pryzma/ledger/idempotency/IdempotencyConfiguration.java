package global.pryzma.ledger.idempotency;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The engine's settings.
 *
 * @param retention how long a recorded response is replayed; at least 24 hours is promised to
 *     clients
 * @param purgeBatch how many expired rows one transaction deletes
 * @param waitingLimit how many writes may wait for the writer loop
 * @param batchLimit how many writes share a transaction
 * @param leaseMargin how much longer than its request's deadline an execution keeps others away
 * @param lateDeadline how long the engine tries to record an answer that came after its request's
 *     deadline
 */
@ConfigurationProperties("pryzma.idempotency")
public record IdempotencyConfiguration(
        @Bindable(defaultValue = "24h") Duration retention,
        @Bindable(defaultValue = "1000") int purgeBatch,
        @Bindable(defaultValue = "8192") int waitingLimit,
        @Bindable(defaultValue = "512") int batchLimit,
        @Bindable(defaultValue = "500ms") Duration leaseMargin,
        @Bindable(defaultValue = "10s") Duration lateDeadline) {
    public IdempotencyConfiguration {
        if (purgeBatch < 1 || waitingLimit < 1 || batchLimit < 1) {
            throw new IllegalArgumentException(
                    "pryzma.idempotency: purge-batch, waiting-limit and batch-limit are at least"
                            + " 1");
        }
        if (retention.isNegative() || leaseMargin.isNegative() || lateDeadline.isNegative()) {
            throw new IllegalArgumentException(
                    "pryzma.idempotency: retention, lease-margin and late-deadline are not"
                            + " negative");
        }
    }
}
