/** The tenants and their credentials. */
@NullMarked
package global.pryzma.ledger.organisation;

import org.jspecify.annotations.NullMarked;
