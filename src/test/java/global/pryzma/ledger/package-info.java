/** Rules that hold for the whole code base. */
@NullMarked
package global.pryzma.ledger;

import org.jspecify.annotations.NullMarked;
