/**
 * What a key is, what follows from it alone (fingerprint, ids, identity), and what is kept for it.
 * Permanent: a key stands for the same rows of the ledger for ever.
 */
@NullMarked
package global.pryzma.ledger.idempotency.key;

import org.jspecify.annotations.NullMarked;
