/** Several instances on one Postgres and one ledger. */
@NullMarked
package global.pryzma.ledger.instances;

import org.jspecify.annotations.NullMarked;
