/** Tests of {@code idempotency.key}. */
@NullMarked
package global.pryzma.ledger.idempotency.key;

import org.jspecify.annotations.NullMarked;
