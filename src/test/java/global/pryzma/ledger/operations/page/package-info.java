/** Tests of the operators' page, in a real browser. */
@NullMarked
package global.pryzma.ledger.operations.page;

import org.jspecify.annotations.NullMarked;
