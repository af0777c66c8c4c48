package global.pryzma.ledger.api;

import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

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
            case Reading.Unavailable<T>() ->
                    throw ProblemException.of(
                            ProblemCode.LEDGER_UNAVAILABLE, "the ledger did not answer in time");
            case Reading.Overloaded<T>() ->
                    throw ProblemException.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "too many requests wait for the ledger");
        };
    }
}
