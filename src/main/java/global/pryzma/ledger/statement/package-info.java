/**
 * The past of accounts, as accountants read it: what was posted at a moment, entry by entry, and
 * the statements that are made of them. All of it is read from the ledger, and from no sum kept
 * beside it.
 */
@NullMarked
package global.pryzma.ledger.statement;

import org.jspecify.annotations.NullMarked;
