/** The history of availability: what it is made of, and how it is told. */
@NullMarked
package global.pryzma.ledger.operations.availability;

import org.jspecify.annotations.NullMarked;
