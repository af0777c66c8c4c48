/** Compares Postgres with the ledger: makes lost rows again, and reports what nobody owns. */
@NullMarked
package global.pryzma.ledger.sweep;

import org.jspecify.annotations.NullMarked;
