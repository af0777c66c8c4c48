/** How fast the service is: a command of its own, no test. */
@NullMarked
package global.pryzma.ledger.benchmark;

import org.jspecify.annotations.NullMarked;
