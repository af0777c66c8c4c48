/** The list of transfers, over HTTP. */
@NullMarked
package global.pryzma.ledger.transfer.list;

import org.jspecify.annotations.NullMarked;
