/**
 * TLS towards clients: the certificate, its key and the authorities of clients' certificates, read
 * from files, again and again. The parts of a connection above it see plain bytes and need not
 * know.
 */
@NullMarked
package global.pryzma.ledger.http.tls;

import org.jspecify.annotations.NullMarked;
