/** Amounts and currencies; knows nothing but the JDK. */
@NullMarked
package global.pryzma.ledger.money;

import org.jspecify.annotations.NullMarked;
