/** Accounts: opened through the idempotency engine, kept in the ledger, described in Postgres. */
@NullMarked
package global.pryzma.ledger.account;

import org.jspecify.annotations.NullMarked;
