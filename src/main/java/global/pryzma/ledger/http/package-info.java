/**
 * The pipeline through which every request and its answer pass: filters in the order of their
 * stages, limits and deadlines, the arguments that controllers get from it, and the one form of
 * every error. Features are reached through it and know nothing of it.
 */
@NullMarked
package global.pryzma.ledger.http;

import org.jspecify.annotations.NullMarked;
