package global.pryzma.ledger.transfer;

import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;

import java.util.List;

/** What a caller is told when the ledger has refused a part of what happens as a whole. */
public final class PartRejection {
    public static final String EARLIER = "rejected by an earlier attempt";

    /** Of what comes before the parts, which nothing can refuse but a key that is dead. */
    public static final Problem OF_DEAD_KEY = Problem.of(ProblemCode.BATCH_REJECTED, EARLIER);

    private PartRejection() {}

    public static ProblemCode code(TransferResult why) {
        return why == TransferResult.EXCEEDS_CREDITS
                ? ProblemCode.INSUFFICIENT_FUNDS
                : ProblemCode.BATCH_REJECTED;
    }

    /**
     * The refusal with its place.
     *
     * @param pointer to the part that is to blame
     * @param rule that forbids it, in words
     */
    public static Problem at(String pointer, TransferResult why, String rule) {
        return new Problem(code(why), pointer + " " + rule, List.of(new FieldError(rule, pointer)));
    }
}
