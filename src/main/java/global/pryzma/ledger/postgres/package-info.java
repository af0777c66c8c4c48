/** How the service uses its Postgres: connections and their bounds, faults, durability. */
@NullMarked
package global.pryzma.ledger.postgres;

import org.jspecify.annotations.NullMarked;
