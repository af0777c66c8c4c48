/** Tests of the past of accounts. */
@NullMarked
package global.pryzma.ledger.statement;

import org.jspecify.annotations.NullMarked;
