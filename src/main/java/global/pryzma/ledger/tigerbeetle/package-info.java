/**
 * The port {@link global.pryzma.ledger.ledger.Ledger} on TigerBeetle's official client: the only
 * importer of {@code com.tigerbeetle}. It hides the client's life cycle, its wire types, batching,
 * deadlines, retries and the circuit.
 *
 * <p>Where to begin: {@link global.pryzma.ledger.tigerbeetle.TigerBeetleLedger} is the port, {@link
 * global.pryzma.ledger.tigerbeetle.Courier} the life of a message.
 */
@NullMarked
package global.pryzma.ledger.tigerbeetle;

import org.jspecify.annotations.NullMarked;
