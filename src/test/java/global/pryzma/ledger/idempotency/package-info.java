@NullMarked
package global.pryzma.ledger.idempotency;

import org.jspecify.annotations.NullMarked;
