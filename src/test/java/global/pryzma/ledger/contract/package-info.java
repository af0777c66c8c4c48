/** Holds {@code openapi.yaml} and the service against each other. */
@NullMarked
package global.pryzma.ledger.contract;

import org.jspecify.annotations.NullMarked;
