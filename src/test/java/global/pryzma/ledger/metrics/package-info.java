/** Tests of the metrics. */
@NullMarked
package global.pryzma.ledger.metrics;

import org.jspecify.annotations.NullMarked;
