package global.pryzma.ledger.idempotency.key;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A key that was claimed and has no response, and that nobody works on.
 *
 * @param sequence the order in which the keys were found to be in doubt
 * @param organisation whose key it is
 * @param operation of the request that claimed it
 * @param age since it was claimed, by the clock of Postgres
 */
public record InDoubt(
        long sequence,
        UUID organisation,
        IdempotencyKey key,
        String operation,
        Instant claimedAt,
        Duration age) {}
