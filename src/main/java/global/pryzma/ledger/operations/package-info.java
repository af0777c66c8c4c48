/** What an operator sees: health, the reasons for not starting, the tie to one ledger. */
@NullMarked
package global.pryzma.ledger.operations;

import org.jspecify.annotations.NullMarked;
