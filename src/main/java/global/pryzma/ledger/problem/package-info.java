/** The error catalogue and the one place that renders errors. */
@NullMarked
package global.pryzma.ledger.problem;

import org.jspecify.annotations.NullMarked;
