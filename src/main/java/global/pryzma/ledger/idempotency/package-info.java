/** The engine that runs every mutation at most once per key, for ever. */
@NullMarked
package global.pryzma.ledger.idempotency;

import org.jspecify.annotations.NullMarked;
