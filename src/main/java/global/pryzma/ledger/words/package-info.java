/**
 * What clients write about their things in words of their own. The ledger has no place for them, so
 * that they stand in Postgres; each value knows its fields in a request, its canonical form in a
 * command, its columns and its form in a response.
 */
@NullMarked
package global.pryzma.ledger.words;

import org.jspecify.annotations.NullMarked;
