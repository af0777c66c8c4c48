/** Tests of the record of who did what. */
@NullMarked
package global.pryzma.ledger.audit;

import org.jspecify.annotations.NullMarked;
