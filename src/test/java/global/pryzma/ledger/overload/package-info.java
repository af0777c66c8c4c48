/** More is asked than can be done. */
@NullMarked
package global.pryzma.ledger.overload;

import org.jspecify.annotations.NullMarked;
