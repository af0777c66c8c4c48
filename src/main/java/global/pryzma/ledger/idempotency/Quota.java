package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.postgres.rows.Places;
import global.pryzma.ledger.problem.Problem;

/**
 * What an organisation may have only so many of. A claim takes a place, in its very transaction,
 * and keeps it while its mutation may succeed or has.
 *
 * @param otherwise the definite answer if none is left
 */
public record Quota(Places places, Problem otherwise) {}
