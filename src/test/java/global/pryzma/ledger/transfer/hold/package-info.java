@NullMarked
package global.pryzma.ledger.transfer.hold;

import org.jspecify.annotations.NullMarked;
