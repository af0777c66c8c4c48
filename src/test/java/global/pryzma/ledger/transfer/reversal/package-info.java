/** Tests of reversals. */
@NullMarked
package global.pryzma.ledger.transfer.reversal;

import org.jspecify.annotations.NullMarked;
