/** How the service starts and ends, and when it refuses to. */
@NullMarked
package global.pryzma.ledger.start;

import org.jspecify.annotations.NullMarked;
