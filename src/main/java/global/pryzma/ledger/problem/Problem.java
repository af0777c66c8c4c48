package global.pryzma.ledger.problem;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One occurrence of an error.
 *
 * @param detail what happened this time, in a sentence for a developer; never another
 *     organisation's data, never a stack trace
 * @param errors the fields that are wrong, if the problem lies in the body
 */
public record Problem(ProblemCode code, @Nullable String detail, List<FieldError> errors) {
    /** How many errors are told where there are more: enough to see what is wrong. */
    public static final int MOST_ERRORS = 100;

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(ProblemCode code) {
        return new Problem(code, null, List.of());
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, List.of());
    }

    /**
     * A field that is wrong.
     *
     * @param detail what it should be
     * @param pointer a JSON pointer (RFC 6901) to the field
     */
    public record FieldError(String detail, String pointer) {}
}
