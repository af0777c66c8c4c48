package global.pryzma.ledger.api;

import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a body, each with a JSON pointer to the place. */
final class FieldErrors {
    private final List<FieldError> errors = new ArrayList<>();

    /** Notes an error, and is the value of a field that has one. */
    <T> Optional<T> add(Place place, String detail) {
        return add(place.pointer(), detail);
    }

    private <T> Optional<T> add(String pointer, String detail) {
        errors.add(new FieldError(detail, pointer));
        return Optional.empty();
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    int size() {
        return errors.size();
    }

    boolean isAt(Place place) {
        String pointer = place.pointer();
        return errors.stream().anyMatch(error -> error.pointer().equals(pointer));
    }

    /** The refusal of a body with these errors, of which there is at least one. */
    ProblemException invalidBody() {
        FieldError first = errors.getFirst();
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
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
        errors.add(pointer, detail);
        return errors.invalidBody();
    }
}
