package global.pryzma.ledger.api;

import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import java.util.List;

/**
 * The answers to questions to the ledger; one without an answer is the problem that the caller
 * gets.
 */
public final class LedgerReadings {
    private LedgerReadings() {}

    /**
     * The ledger's answer.
     *
     * @throws ProblemException {@link ProblemCode#LEDGER_UNAVAILABLE} or {@link
     *     ProblemCode#SERVICE_UNAVAILABLE}
     */
    public static <T> T answered(Reading<T> reading) {
        return switch (reading) {
            case Reading.Answered<T>(T value) -> value;
            case Reading.Unavailable<T>() -> throw unavailable();
            case Reading.Overloaded<T>() -> throw overloaded();
        };
    }

    /**
     * The same of a change that does no harm if it is executed later, and is asked for again: one
     * of what the service makes for itself.
     *
     * @throws ProblemException as {@link #answered(Reading)}
     */
    public static List<EventResult> answered(Submission submission) {
        return switch (submission) {
            case Submission.Answered(List<EventResult> results) -> results;
            case Submission.InDoubt _, Submission.Unavailable() -> throw unavailable();
            case Submission.Overloaded() -> throw overloaded();
            case Submission.TooLarge(int maxEvents) ->
                    throw new IllegalStateException("the ledger takes " + maxEvents + " at once");
        };
    }

    private static ProblemException unavailable() {
        return ProblemException.of(
                ProblemCode.LEDGER_UNAVAILABLE, "the ledger did not answer in time");
    }

    private static ProblemException overloaded() {
        return ProblemException.of(
                ProblemCode.SERVICE_UNAVAILABLE, "too many requests wait for the ledger");
    }
}
