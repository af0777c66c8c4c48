/** What all routes share: filters, request id, cursors, limits, JSON conventions. */
@NullMarked
package global.pryzma.ledger.http;

import org.jspecify.annotations.NullMarked;
