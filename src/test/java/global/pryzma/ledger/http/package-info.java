/** What all routes share, tested over HTTP. */
@NullMarked
package global.pryzma.ledger.http;

import org.jspecify.annotations.NullMarked;
