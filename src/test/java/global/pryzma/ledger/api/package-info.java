/** Tests of {@code api}. */
@NullMarked
package global.pryzma.ledger.api;

import org.jspecify.annotations.NullMarked;
