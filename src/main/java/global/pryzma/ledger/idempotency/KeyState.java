package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.security.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is known of a key.
 *
 * @param operation of the request that claimed it
 * @param scope what a caller needs for that operation
 * @param response the definite response; null while there is none
 */
public record KeyState(
        IdempotencyKey key,
        String operation,
        Scope scope,
        Status status,
        Instant claimedAt,
        @Nullable RecordedResponse response) {
    /** How far it has come. */
    public enum Status {
        /** A request works on it. */
        IN_PROGRESS,
        /** Nobody works on it; it may have been, or may still be, executed. */
        IN_DOUBT,
        /** It has its definite response. */
        RECORDED
    }
}
