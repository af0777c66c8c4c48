/** Tokens and credentials, tested. */
@NullMarked
package global.pryzma.ledger.security;

import org.jspecify.annotations.NullMarked;
