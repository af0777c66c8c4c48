package global.pryzma.ledger.operations.availability;

import java.time.Instant;
import java.util.UUID;

/**
 * The time in which an instance ran, as far as anybody knows.
 *
 * @param to its last heartbeat, or now for one that is alive
 */
record Life(UUID instance, String version, Instant from, Instant to, boolean isAlive) {}
