/**
 * The books that accounts are kept in: one for each organisation and currency, known to the ledger
 * by a number, with the service's own accounts in it. Knows no account and no program.
 */
@NullMarked
package global.pryzma.ledger.books;

import org.jspecify.annotations.NullMarked;
