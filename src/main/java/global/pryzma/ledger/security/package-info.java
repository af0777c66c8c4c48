/** Who is calling, and what the caller may do. */
@NullMarked
package global.pryzma.ledger.security;

import org.jspecify.annotations.NullMarked;
