/** Tests of {@code idempotency.plan}. */
@NullMarked
package global.pryzma.ledger.idempotency.plan;

import org.jspecify.annotations.NullMarked;
