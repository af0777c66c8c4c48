/** The log's two forms, text for people and JSON for machines, and the log of requests. */
@NullMarked
package global.pryzma.ledger.logging;

import org.jspecify.annotations.NullMarked;
