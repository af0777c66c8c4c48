package global.pryzma.ledger.audit;

import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events are asked for.
 *
 * @param equal the columns that must have a value, the one first whose index leads to the fewest
 * @param from the first moment; null for the beginning
 * @param to the first moment after it; null for the end
 */
record AuditFilter(List<Equal> equal, @Nullable Instant from, @Nullable Instant to) {
    static final String ORGANISATION = "organisation_id";
    static final String CLIENT = "client_id";
    static final String REQUEST = "request_id";
    static final String ACTION = "action";
    static final String OUTCOME = "outcome";
    static final String FROM = "from";
    static final String TO = "to";

    /** What there can be of them: no NUL, no megabytes. */
    private static final Pattern CLIENT_ID = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private static final Pattern CODE = Pattern.compile("[a-z_]{1,60}");

    AuditFilter {
        equal = List.copyOf(equal);
    }

    /**
     * A column that must have a value.
     *
     * @param column of the table; the parameter has the same name
     */
    record Equal(String column, Object value, Function<AuditRow, @Nullable Object> of) {
        boolean holds(AuditRow row) {
            return value.equals(of.apply(row));
        }
    }

    /**
     * The filter that a query asks for.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    static AuditFilter of(PageRequest request) {
        Optional<Instant> from = request.timeFilter(FROM);
        Optional<Instant> to = request.timeFilter(TO);
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw invalid("from must be before to");
        }
        return new AuditFilter(
                Stream.of(
                                equal(REQUEST, request.uuidFilter(REQUEST), AuditRow::requestId),
                                equal(CLIENT, client(request), AuditRow::clientId),
                                equal(
                                        ORGANISATION,
                                        request.uuidFilter(ORGANISATION),
                                        AuditRow::organisation),
                                equal(ACTION, action(request), AuditRow::action),
                                equal(OUTCOME, outcome(request), AuditRow::outcome))
                        .flatMap(Optional::stream)
                        .toList(),
                from.orElse(null),
                to.orElse(null));
    }

    private static Optional<Equal> equal(
            String column, Optional<?> value, Function<AuditRow, @Nullable Object> of) {
        return value.map(it -> new Equal(column, it, of));
    }

    private static Optional<String> client(PageRequest request) {
        return text(request, CLIENT, it -> CLIENT_ID.matcher(it).matches(), "a client id");
    }

    private static Optional<String> action(PageRequest request) {
        List<String> codes = Stream.of(AuditAction.values()).map(AuditAction::code).toList();
        return text(request, ACTION, codes::contains, "one of " + String.join(", ", codes));
    }

    private static Optional<String> outcome(PageRequest request) {
        return text(request, OUTCOME, it -> CODE.matcher(it).matches(), "succeeded or a code");
    }

    private static Optional<String> text(
            PageRequest request, String name, Predicate<String> isOne, String what) {
        Optional<String> text = request.filter(name);
        if (text.filter(isOne.negate()).isPresent()) {
            throw invalid(name + " must be " + what);
        }
        return text;
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }

    /** Whether it asks for the row, apart from the times. */
    boolean holds(AuditRow row) {
        return equal.stream().allMatch(it -> it.holds(row));
    }

    /** The same for the same question. */
    String name() {
        return Stream.concat(
                        equal.stream().map(it -> it.column() + "=" + it.value()),
                        Stream.of(FROM + "=" + from, TO + "=" + to))
                .collect(Collectors.joining(" "));
    }
}
