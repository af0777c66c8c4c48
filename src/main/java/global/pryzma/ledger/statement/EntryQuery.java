package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.Choice;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.ledger.AccountSides;
import global.pryzma.ledger.ledger.ReadingOrder;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

/** The query of an account's entries: the names of its parameters, and what they may be. */
final class EntryQuery {
    static final String FROM = "from";
    static final String TO = "to";
    static final String DIRECTION = "direction";
    static final String ORDER = "order";
    static final String INCLUDE_PENDING = "include_pending";

    static final String DEBIT = "debit";
    static final String CREDIT = "credit";

    private static final Choice<AccountSides> DIRECTIONS =
            Choice.of(DEBIT, AccountSides.DEBIT, CREDIT, AccountSides.CREDIT);
    private static final Choice<ReadingOrder> ORDERS =
            Choice.of("asc", ReadingOrder.OLDEST_FIRST, "desc", ReadingOrder.NEWEST_FIRST);

    private EntryQuery() {}

    /**
     * The filter that is asked for. What is not given lets everything through, newest first.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    static EntryFilter filter(PageRequest request) {
        return new EntryFilter(
                request.choiceFilter(DIRECTION, DIRECTIONS).orElse(AccountSides.BOTH),
                request.range(),
                request.choiceFilter(ORDER, ORDERS).orElse(ReadingOrder.NEWEST_FIRST),
                request.truthFilter(INCLUDE_PENDING).orElse(true));
    }
}
