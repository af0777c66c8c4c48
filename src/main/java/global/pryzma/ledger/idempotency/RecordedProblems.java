package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.problem.Problem;

/** Renders a definite error that is recorded when no request waits for it, in its plain form. */
public interface RecordedProblems {
    RecordedResponse plain(Problem problem);
}
