/** The metrics: one list of their names, and the registry that counts and tells them. */
@NullMarked
package global.pryzma.ledger.metrics;

import org.jspecify.annotations.NullMarked;
