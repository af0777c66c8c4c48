/** What a key promises, whatever comes later. */
@NullMarked
package global.pryzma.ledger.promises;

import org.jspecify.annotations.NullMarked;
