/** Tests of the log, and of the traces that go with it. */
@NullMarked
package global.pryzma.ledger.logging;

import org.jspecify.annotations.NullMarked;
