@NullMarked
package global.pryzma.ledger.words;

import org.jspecify.annotations.NullMarked;
