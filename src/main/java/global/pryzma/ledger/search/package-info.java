/**
 * The bounded look for rows of a table that are asked for by what they have: one index leads to so
 * many rows at most, newest first, and of these the others are sorted out.
 */
@NullMarked
package global.pryzma.ledger.search;

import org.jspecify.annotations.NullMarked;
