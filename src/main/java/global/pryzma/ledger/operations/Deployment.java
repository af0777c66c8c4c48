package global.pryzma.ledger.operations;

/**
 * The deployment for the health page: what runs where.
 *
 * @param version of the service
 */
public record Deployment(String version, boolean postgresEmbedded, boolean ledgerEmbedded) {}
