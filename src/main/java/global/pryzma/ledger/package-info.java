/** Pryzma Ledger: the composition root. */
@NullMarked
package global.pryzma.ledger;

import org.jspecify.annotations.NullMarked;
