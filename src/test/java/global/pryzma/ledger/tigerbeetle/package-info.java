@NullMarked
package global.pryzma.ledger.tigerbeetle;

import org.jspecify.annotations.NullMarked;
