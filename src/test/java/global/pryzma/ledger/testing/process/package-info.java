/** The processes that tests start, kill and stop: the service, its Postgres, its ledger. */
@NullMarked
package global.pryzma.ledger.testing.process;

import org.jspecify.annotations.NullMarked;
