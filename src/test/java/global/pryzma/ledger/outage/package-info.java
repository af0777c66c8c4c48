/** The ledger or Postgres does not answer, and comes back. */
@NullMarked
package global.pryzma.ledger.outage;

import org.jspecify.annotations.NullMarked;
