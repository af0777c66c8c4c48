/** The contract as it is served: the document itself, and a page to read and try it. */
@NullMarked
package global.pryzma.ledger.docs;

import org.jspecify.annotations.NullMarked;
