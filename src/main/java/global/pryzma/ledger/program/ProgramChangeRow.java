package global.pryzma.ledger.program;

import java.util.UUID;

/**
 * A row of {@code program_change}: that the change was made.
 *
 * @param id that the key gives
 */
record ProgramChangeRow(UUID id, UUID programId) {}
