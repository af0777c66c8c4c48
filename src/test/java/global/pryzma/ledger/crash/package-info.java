/** The service dies in the middle of something. */
@NullMarked
package global.pryzma.ledger.crash;

import org.jspecify.annotations.NullMarked;
