/** One connection of a client, without the service around it. */
@NullMarked
package global.pryzma.ledger.http.connection;

import org.jspecify.annotations.NullMarked;
