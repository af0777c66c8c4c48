/**
 * The ledger side of a mutation: the events as they are submitted, how they are stored, and how
 * they are recognised again among the ledger's rows.
 */
@NullMarked
package global.pryzma.ledger.idempotency.plan;

import org.jspecify.annotations.NullMarked;
