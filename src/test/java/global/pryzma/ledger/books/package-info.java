/** Tests of {@code books}. */
@NullMarked
package global.pryzma.ledger.books;

import org.jspecify.annotations.NullMarked;
