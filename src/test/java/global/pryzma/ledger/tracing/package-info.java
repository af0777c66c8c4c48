/** Tests of traces, against a collector that is a test. */
@NullMarked
package global.pryzma.ledger.tracing;

import org.jspecify.annotations.NullMarked;
