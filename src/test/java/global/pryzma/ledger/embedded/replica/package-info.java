/** Tests of the embedded replica, with the native client and at byte level. */
@NullMarked
package global.pryzma.ledger.embedded.replica;

import org.jspecify.annotations.NullMarked;
