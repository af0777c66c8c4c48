package global.pryzma.ledger.http;

import global.pryzma.ledger.idempotency.RecordedProblems;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemRenderer;

import jakarta.inject.Singleton;

/** Errors as a caller gets them who has not asked for details. */
@Singleton
final class PlainProblems implements RecordedProblems {
    @Override
    public RecordedResponse plain(Problem problem) {
        return new RecordedResponse(
                problem.code().status(),
                ProblemRenderer.JSON,
                ProblemRenderer.plain(problem.code().code()));
    }
}
