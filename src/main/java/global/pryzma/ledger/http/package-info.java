/**
 * The pipeline through which every request and its answer pass: filters, limits and deadlines, and
 * the one form of every error. Features are reached through it and know nothing of it.
 */
@NullMarked
package global.pryzma.ledger.http;

import org.jspecify.annotations.NullMarked;
