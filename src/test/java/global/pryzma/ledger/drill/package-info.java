/** The recovery drill: a restored backup of Postgres under a ledger that has gone on. */
@NullMarked
package global.pryzma.ledger.drill;

import org.jspecify.annotations.NullMarked;
