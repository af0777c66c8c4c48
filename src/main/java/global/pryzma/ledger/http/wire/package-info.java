/**
 * HTTP/1.1 as it arrives on a connection, before the framework sees any of it. A request is handed
 * on whole or not at all: what its bytes say is unambiguous then, nothing has been executed of one
 * that breaks off, and the framework is shown no header that it would read differently from us.
 */
@NullMarked
package global.pryzma.ledger.http.wire;

import org.jspecify.annotations.NullMarked;
