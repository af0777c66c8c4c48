package global.pryzma.ledger.transfer;

import io.micronaut.core.annotation.Introspected;

import java.util.UUID;

/**
 * How large the words of a movement of money are.
 *
 * @param bytes of description and metadata together
 */
@Introspected
record SizeOfWords(UUID id, int bytes) {}
