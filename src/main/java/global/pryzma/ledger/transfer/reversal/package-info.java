/**
 * Reversals: transfers that move back what others have moved, never more than that. The ledger
 * alone sees to it.
 */
@NullMarked
package global.pryzma.ledger.transfer.reversal;

import org.jspecify.annotations.NullMarked;
