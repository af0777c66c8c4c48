/**
 * The data folder: every committed message in journals, the state that they make, and snapshots of
 * it. What is here survives the death of the process.
 */
@NullMarked
package global.pryzma.replica.journal;

import org.jspecify.annotations.NullMarked;
