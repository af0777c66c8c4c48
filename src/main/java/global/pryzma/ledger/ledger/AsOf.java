package global.pryzma.ledger.ledger;

/**
 * What the ledger had at one moment.
 *
 * @param timestamp of the ledger's reply: nanoseconds since the Unix epoch by the ledger's clock;
 *     whatever changes afterwards has a later one
 */
public record AsOf<T>(T value, long timestamp) {}
