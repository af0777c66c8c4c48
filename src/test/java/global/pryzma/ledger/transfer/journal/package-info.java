/** Tests of journal entries. */
@NullMarked
package global.pryzma.ledger.transfer.journal;

import org.jspecify.annotations.NullMarked;
