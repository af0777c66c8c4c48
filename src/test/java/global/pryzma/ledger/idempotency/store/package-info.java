/** The engine's writing, without the service around it. */
@NullMarked
package global.pryzma.ledger.idempotency.store;

import org.jspecify.annotations.NullMarked;
