package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import java.util.concurrent.CompletionStage;

/** What is known of a plan after it was handed to the ledger. */
sealed interface Verdict {
    /** It has been executed, now or by an earlier try. */
    record Succeeded(Conclusion conclusion) implements Verdict {}

    /** It was not executed and never can be. */
    record Rejected(Problem problem) implements Verdict {}

    /** The ids belong to something else: the key has moved other money before. */
    record Reused() implements Verdict {}

    /** It was executed or may still be; the answer may come late. */
    record InDoubt(CompletionStage<Late> late) implements Verdict {}

    /** Nothing of the plan was sent by this try, nor will be. */
    record NotAttempted(Problem problem) implements Verdict {}

    /** Nothing definite is known, and nothing more will be heard of this try. */
    record Unknown(Problem problem) implements Verdict {}

    /** An answer of the ledger that came after the deadline of the call that waited for it. */
    interface Late {
        /** What it means; the ledger may have to be asked more. */
        Verdict read(LedgerCall call);
    }

    Problem CANCELLED =
            Problem.of(
                    ProblemCode.REQUEST_CANCELLED,
                    "cancelled before it was executed; it never will be");

    Problem UNANSWERED =
            Problem.of(ProblemCode.LEDGER_UNAVAILABLE, "the ledger did not answer in time");

    Problem OUT_OF_REACH = Problem.of(ProblemCode.LEDGER_UNAVAILABLE, "the ledger is out of reach");

    Problem OVERLOADED =
            Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "too many requests wait for the ledger");

    static Verdict cancelled() {
        return new Rejected(CANCELLED);
    }

    static Verdict unanswered() {
        return new Unknown(UNANSWERED);
    }

    static Verdict outOfReach() {
        return new Unknown(OUT_OF_REACH);
    }

    static Verdict overloaded() {
        return new Unknown(OVERLOADED);
    }
}
