/**
 * The canonical form of commands, as it is hashed and stored. Permanent: what one version has
 * written, every later one must read.
 */
@NullMarked
package global.pryzma.ledger.idempotency.command;

import org.jspecify.annotations.NullMarked;
