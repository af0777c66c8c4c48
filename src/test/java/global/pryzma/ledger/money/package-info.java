@NullMarked
package global.pryzma.ledger.money;

import org.jspecify.annotations.NullMarked;
