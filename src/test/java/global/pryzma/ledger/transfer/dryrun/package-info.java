/** Dry runs of all that moves money: what is said, what comes, and that nothing stays. */
@NullMarked
package global.pryzma.ledger.transfer.dryrun;

import org.jspecify.annotations.NullMarked;
