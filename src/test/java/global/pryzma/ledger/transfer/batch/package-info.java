@NullMarked
package global.pryzma.ledger.transfer.batch;

import org.jspecify.annotations.NullMarked;
