/** Tests of {@code transfer}. */
@NullMarked
package global.pryzma.ledger.transfer;

import org.jspecify.annotations.NullMarked;
