package global.pryzma.ledger.api;

import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with a body, each with a JSON pointer to the place: the first of them, for a body
 * may be wrong in more places than anybody wants to be told of. The rest is counted.
 */
final class FieldErrors {
    private final List<FieldError> errors = new ArrayList<>();
    private int count;

    /** Notes an error, and is the value of a field that has one. */
    <T> Optional<T> add(Place place, String detail) {
        if (!isFull()) {
            errors.add(new FieldError(detail, place.pointer()));
        }
        count++;
        return Optional.empty();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether no more are told; there is no point in reading on. */
    boolean isFull() {
        return count >= Problem.MOST_ERRORS;
    }

    boolean isAt(Place place) {
        String pointer = place.pointer();
        return errors.stream().anyMatch(error -> error.pointer().equals(pointer));
    }

    /** The refusal of a body with these errors, of which there is at least one. */
    ProblemException invalidBody() {
        FieldError first = errors.getFirst();
        String more = count == 1 ? "" : " (and " + (count - 1) + " more)";
        String place = first.pointer().isEmpty() ? "" : first.pointer() + " ";
        return problem(ProblemCode.INVALID_BODY, place + first.detail() + more);
    }

    /** The same for another reason than that the body is invalid. */
    ProblemException problem(ProblemCode code, String detail) {
        return new ProblemException(new Problem(code, detail, errors));
    }

    /** The refusal of a body with this error. */
    static ProblemException invalidBody(String pointer, String detail) {
        FieldErrors errors = new FieldErrors();
        errors.errors.add(new FieldError(detail, pointer));
        errors.count++;
        return errors.invalidBody();
    }
}
