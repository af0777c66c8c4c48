/**
 * Batches: many transfers with one key. In the ledger a batch begins with an anchor, a row of the
 * service's own that nothing can refuse. Behind it an atomic batch is one chain; the transfers of
 * any other go in as many messages as it takes, and each is executed or refused by itself.
 */
@NullMarked
package global.pryzma.ledger.transfer.batch;

import org.jspecify.annotations.NullMarked;
