/**
 * The packed forms in which a claim's command and plan, and the response, are stored: permanent,
 * and exact to the byte.
 */
@NullMarked
package global.pryzma.ledger.idempotency.packed;

import org.jspecify.annotations.NullMarked;
