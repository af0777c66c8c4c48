/** Background jobs: what each is, and the one list that runs, logs and reports them. */
@NullMarked
package global.pryzma.ledger.job;

import org.jspecify.annotations.NullMarked;
