/** Traces: what one request waited for, told to a collector where one is configured. */
@NullMarked
package global.pryzma.ledger.tracing;

import org.jspecify.annotations.NullMarked;
