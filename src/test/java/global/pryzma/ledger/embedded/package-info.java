/** Tests of what the service brings along. */
@NullMarked
package global.pryzma.ledger.embedded;

import org.jspecify.annotations.NullMarked;
