/** The operators' page, and what it is told by: the state now, and the last hour. */
@NullMarked
package global.pryzma.ledger.operations.page;

import org.jspecify.annotations.NullMarked;
