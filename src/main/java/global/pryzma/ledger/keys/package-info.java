/**
 * What became of a mutation: clients ask and cancel by its idempotency key, operators by a list.
 */
@NullMarked
package global.pryzma.ledger.keys;

import org.jspecify.annotations.NullMarked;
