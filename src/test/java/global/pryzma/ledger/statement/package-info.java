/** What an account has seen: its statements. */
@NullMarked
package global.pryzma.ledger.statement;

import org.jspecify.annotations.NullMarked;
