/**
 * What controllers and use cases are written with: JSON bodies and columns, ids, pages, cursors,
 * times. It knows nothing of the pipeline through which a request comes to them.
 */
@NullMarked
package global.pryzma.ledger.api;

import org.jspecify.annotations.NullMarked;
