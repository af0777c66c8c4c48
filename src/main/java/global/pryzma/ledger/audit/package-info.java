/**
 * The record of who did what, when, from where, and with what outcome: a table that is only added
 * to, each row bound to the one before it by a hash; its reading and its verification.
 */
@NullMarked
package global.pryzma.ledger.audit;

import org.jspecify.annotations.NullMarked;
