@NullMarked
package global.pryzma.ledger.keys;

import org.jspecify.annotations.NullMarked;
