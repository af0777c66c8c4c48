package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.ledger.AccountSides;
import global.pryzma.ledger.ledger.ReadingOrder;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import java.util.Map;

/** The query of an account's entries: the names of its parameters, and what they may be. */
final class EntryQuery {
    static final String FROM = "from";
    static final String TO = "to";
    static final String DIRECTION = "direction";
    static final String ORDER = "order";
    static final String INCLUDE_PENDING = "include_pending";

    static final String DEBIT = "debit";
    static final String CREDIT = "credit";

    private EntryQuery() {}

    /**
     * The filter that is asked for. What is not given lets everything through, newest first.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    static EntryFilter filter(PageRequest request) {
        AccountSides sides =
                choice(
                        request,
                        DIRECTION,
                        Map.of(DEBIT, AccountSides.DEBIT, CREDIT, AccountSides.CREDIT),
                        AccountSides.BOTH);
        ReadingOrder order =
                choice(
                        request,
                        ORDER,
                        Map.of("asc", ReadingOrder.OLDEST_FIRST, "desc", ReadingOrder.NEWEST_FIRST),
                        ReadingOrder.NEWEST_FIRST);
        boolean withPending =
                choice(request, INCLUDE_PENDING, Map.of("true", true, "false", false), true);
        return new EntryFilter(sides, request.range(), order, withPending);
    }

    private static <T> T choice(
            PageRequest request, String name, Map<String, T> choices, T otherwise) {
        return request.filter(name)
                .map(text -> {
                    T chosen = choices.get(text);
                    if (chosen == null) {
                        throw ProblemException.of(
                                ProblemCode.INVALID_PARAMETER,
                                name
                                        + " must be "
                                        + String.join(
                                                " or ",
                                                choices.keySet().stream().sorted().toList()));
                    }
                    return chosen;
                })
                .orElse(otherwise);
    }
}
