/** Tests of {@code program}. */
@NullMarked
package global.pryzma.ledger.program;

import org.jspecify.annotations.NullMarked;
