package global.pryzma.ledger.operations;

/**
 * What runs where, for the health page.
 *
 * @param version of the service
 */
public record Deployment(String version, boolean postgresEmbedded, boolean ledgerEmbedded) {}
