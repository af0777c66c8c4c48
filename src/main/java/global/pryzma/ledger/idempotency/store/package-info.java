/**
 * The engine's tables in Postgres, and the one writer of them, which lets many requests share a
 * commit. Nobody but the engine knows them.
 */
@NullMarked
package global.pryzma.ledger.idempotency.store;

import org.jspecify.annotations.NullMarked;
