/** Tests of {@code http.tls}. */
@NullMarked
package global.pryzma.ledger.http.tls;

import org.jspecify.annotations.NullMarked;
