/**
 * A model of the accounts: what they must have after any sequence of operations, by the ledger's
 * rules, in plain Java. The random workload and the fault harness hold the service against it.
 */
@NullMarked
package global.pryzma.ledger.model;

import org.jspecify.annotations.NullMarked;
