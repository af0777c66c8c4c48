/** Transfers of money between two accounts of an organisation. */
@NullMarked
package global.pryzma.ledger.transfer;

import org.jspecify.annotations.NullMarked;
