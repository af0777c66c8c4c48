/**
 * Writes of many rows in one statement, and rows to be written as values, so that whoever wants a
 * row need not hold a connection.
 */
@NullMarked
package global.pryzma.ledger.postgres.rows;

import org.jspecify.annotations.NullMarked;
