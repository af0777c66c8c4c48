@NullMarked
package global.pryzma.ledger.ledger;

import org.jspecify.annotations.NullMarked;
