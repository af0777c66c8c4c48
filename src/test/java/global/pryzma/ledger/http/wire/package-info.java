/** Tests of {@code http.wire}. */
@NullMarked
package global.pryzma.ledger.http.wire;

import org.jspecify.annotations.NullMarked;
