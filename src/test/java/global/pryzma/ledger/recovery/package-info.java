/** What Postgres or the ledger has lost, or never had, is found and made again. */
@NullMarked
package global.pryzma.ledger.recovery;

import org.jspecify.annotations.NullMarked;
