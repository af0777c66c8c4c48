/**
 * The comparison of Postgres with the ledger: lost rows are made again, and what nobody owns is
 * reported.
 */
@NullMarked
package global.pryzma.ledger.sweep;

import org.jspecify.annotations.NullMarked;
