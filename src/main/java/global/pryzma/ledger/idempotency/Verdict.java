package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.problem.Problem;

import java.util.concurrent.CompletionStage;

/** What is known of a plan after it was handed to the ledger. */
sealed interface Verdict {
    /** It has been executed, now or by an earlier try. */
    record Succeeded(Applied applied) implements Verdict {}

    /** It was not executed and never can be. */
    record Rejected(Problem problem) implements Verdict {}

    /** The ids belong to something else: the key has moved other money before. */
    record Reused() implements Verdict {}

    /** It was executed or may still be; the answer may come late. */
    record InDoubt(CompletionStage<Submission.Answered> late) implements Verdict {}

    /** Nothing definite is known, and nothing more will be heard of this try. */
    record Unknown(Problem problem) implements Verdict {}
}
