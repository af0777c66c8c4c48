/**
 * The ends of holds: a post moves the money that is held, or a part of it, and a void gives it
 * back. Both are rows of the ledger, as the hold is, and leave a marker there that tells of the end
 * whoever looks at the hold.
 */
@NullMarked
package global.pryzma.ledger.transfer.hold;

import org.jspecify.annotations.NullMarked;
