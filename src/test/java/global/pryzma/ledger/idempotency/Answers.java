package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

/** What an engine must have answered. */
final class Answers {
    private Answers() {}

    /** A recorded response with this status. */
    static void assertRecorded(Answer answer, int status) {
        assertThat(answer)
                .asInstanceOf(type(Answer.Recorded.class))
                .extracting(it -> it.response().status())
                .isEqualTo(status);
    }

    /** An error with this code, of which nothing is recorded. */
    static Problem assertRefused(Answer answer, ProblemCode code) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        Problem problem = ((Answer.Refused) answer).problem();
        assertThat(problem.code()).isEqualTo(code);
        return problem;
    }
}
