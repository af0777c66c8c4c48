package global.pryzma.ledger.problem;

/**
 * The end of a request with a problem, at the service's edge (filters, controllers, parsing); what
 * the engine decides is a value.
 */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        // No stack trace: it is an answer, not a fault, and a cheap one under load.
        super(problem.code().code(), null, false, false);
        this.problem = problem;
    }

    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }

    public Problem problem() {
        return problem;
    }
}
