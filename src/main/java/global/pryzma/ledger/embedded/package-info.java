/**
 * The parts that come along when nothing is configured: a real Postgres and the embedded replica.
 * For development, tests and evaluation.
 */
@NullMarked
package global.pryzma.ledger.embedded;

import org.jspecify.annotations.NullMarked;
