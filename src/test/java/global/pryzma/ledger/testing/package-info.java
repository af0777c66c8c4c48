/** What tests of the whole service are written with. */
@NullMarked
package global.pryzma.ledger.testing;

import org.jspecify.annotations.NullMarked;
