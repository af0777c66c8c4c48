package global.pryzma.ledger.transfer;

import io.micronaut.core.annotation.Introspected;

import java.util.UUID;

/**
 * A reference that is taken.
 *
 * @param id of what has it
 */
@Introspected
record HeldReference(UUID id, String reference) {}
