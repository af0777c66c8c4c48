/**
 * The history of the service's availability: what each instance sees of it, kept in Postgres, put
 * together, and shown.
 */
@NullMarked
package global.pryzma.ledger.operations.availability;

import org.jspecify.annotations.NullMarked;
