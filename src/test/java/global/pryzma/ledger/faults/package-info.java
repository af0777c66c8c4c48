/**
 * Several instances of the service on one Postgres and one ledger, each a process of its own that
 * can be killed, stopped and started again; and the harness that does so under load.
 */
@NullMarked
package global.pryzma.ledger.faults;

import org.jspecify.annotations.NullMarked;
