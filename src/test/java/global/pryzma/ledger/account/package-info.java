/** Tests of {@code account}. */
@NullMarked
package global.pryzma.ledger.account;

import org.jspecify.annotations.NullMarked;
