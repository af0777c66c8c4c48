/**
 * The port: what features ask of the ledger, in the ledger's own terms, with no vendor type and no
 * framework.
 */
@NullMarked
package global.pryzma.ledger.ledger;

import org.jspecify.annotations.NullMarked;
