package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.postgres.rows.RowCondition;
import global.pryzma.ledger.problem.Problem;

/**
 * What must hold when a mutation's rows are written, judged in that very transaction.
 *
 * @param otherwise the definite answer if it does not
 */
public record Guard(RowCondition condition, Problem otherwise) {}
