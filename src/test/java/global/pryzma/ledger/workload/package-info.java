/**
 * A random workload over HTTP, several clients at once, whose every answer is held against the
 * model of the accounts. What it is and how to run more of it is said in its README.
 */
@NullMarked
package global.pryzma.ledger.workload;

import org.jspecify.annotations.NullMarked;
