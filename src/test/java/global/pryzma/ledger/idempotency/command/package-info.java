/** Tests of {@code idempotency.command}. */
@NullMarked
package global.pryzma.ledger.idempotency.command;

import org.jspecify.annotations.NullMarked;
