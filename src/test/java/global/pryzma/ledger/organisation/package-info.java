/** Organisations and credentials, tested. */
@NullMarked
package global.pryzma.ledger.organisation;

import org.jspecify.annotations.NullMarked;
