/** The background jobs, with jobs made for it and in the whole service. */
@NullMarked
package global.pryzma.ledger.job;

import org.jspecify.annotations.NullMarked;
