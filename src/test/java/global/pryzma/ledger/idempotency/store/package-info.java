/** The engine's writer, without the engine. */
@NullMarked
package global.pryzma.ledger.idempotency.store;

import org.jspecify.annotations.NullMarked;
