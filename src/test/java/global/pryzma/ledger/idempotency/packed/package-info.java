/** Tests of {@code idempotency.plan}. */
@NullMarked
package global.pryzma.ledger.idempotency.packed;

import org.jspecify.annotations.NullMarked;
