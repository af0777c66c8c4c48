/**
 * Journal entries: movements of money on two to a hundred lines, all of them or none. In the ledger
 * an entry is one chain; a line that has no single counterpart is a transfer with the
 * organisation's clearing account of its currency, which every chain leaves as it was.
 */
@NullMarked
package global.pryzma.ledger.transfer.journal;

import org.jspecify.annotations.NullMarked;
