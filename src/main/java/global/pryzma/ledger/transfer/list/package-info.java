/** The list of an organisation's transfers, of all kinds, and what it can be asked by. */
@NullMarked
package global.pryzma.ledger.transfer.list;

import org.jspecify.annotations.NullMarked;
