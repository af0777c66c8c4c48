/** Tests of what the service tells of itself as metrics. */
@NullMarked
package global.pryzma.ledger.metrics;

import org.jspecify.annotations.NullMarked;
