package global.pryzma.ledger.account;

import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.search.Criterion;
import global.pryzma.ledger.search.ListedTable;
import global.pryzma.ledger.search.MetadataFilter;
import global.pryzma.ledger.search.NamePrefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which accounts are asked for.
 *
 * @param criteria those about their rows: the first ones lead to the fewest, as a rule
 * @param status which the ledger has to be asked for; null for any
 */
record AccountFilter(List<Criterion> criteria, @Nullable AccountStatus status) {
    static final String PROGRAM = "program_id";
    static final String TYPE = "type";
    static final String CURRENCY = "currency";
    static final String STATUS = "status";

    static final ListedTable ACCOUNTS = new ListedTable("account", "created_at_nanos", 1);

    private static final int NOBODYS = 0;

    AccountFilter {
        criteria = List.copyOf(criteria);
    }

    /**
     * The filter that a query asks for.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    static AccountFilter of(PageRequest request, UUID organisation, LedgerNumbers ledgerNumbers) {
        List<Criterion> criteria =
                new ArrayList<>(MetadataFilter.of(request).criteria(ACCOUNTS, organisation));
        NamePrefix.of(request)
                .ifPresent(prefix -> criteria.add(prefix.criterion(ACCOUNTS, organisation)));
        @Nullable AccountStatus status =
                request.enumFilter(STATUS, AccountStatus.class).orElse(null);
        if (status == AccountStatus.CLOSED) {
            criteria.add(
                    Criterion.led(
                            ACCOUNTS.newestByNegative(
                                    "organisation_id = ? AND closed_at_nanos IS NOT NULL",
                                    organisation),
                            "closed_at_nanos IS NOT NULL"));
        }
        request.uuidFilter(PROGRAM)
                .ifPresent(program ->
                        criteria.add(
                                Criterion.led(
                                        ACCOUNTS.newest("program_id = ?", program),
                                        "program_id = ?",
                                        program)));
        request.enumFilter(TYPE, AccountType.class)
                .ifPresent(type ->
                        criteria.add(
                                Criterion.led(
                                        ACCOUNTS.newestByNegative(
                                                "organisation_id = ? AND type = ?",
                                                organisation,
                                                type.code()),
                                        "type = ?",
                                        type.code())));
        request.filter(CURRENCY)
                .map(code -> ledgerNumber(code, organisation, ledgerNumbers))
                .ifPresent(number ->
                        criteria.add(
                                Criterion.led(
                                        ACCOUNTS.newestByNegative("ledger_number = ?", number),
                                        "ledger_number = ?",
                                        number)));
        return new AccountFilter(criteria, status);
    }

    private static int ledgerNumber(String code, UUID organisation, LedgerNumbers ledgerNumbers) {
        if (!Currency.isCode(code)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, CURRENCY + " must be a code such as EUR");
        }
        return ledgerNumbers.find(organisation, code).map(LedgerNumber::number).orElse(NOBODYS);
    }

    boolean isEmpty() {
        return criteria.isEmpty() && status == null;
    }

    /** Whether it may ask for an account: Postgres tells the frozen ones from the closed ones. */
    boolean mayHold(LedgerAccount account) {
        boolean isClosed = (account.account().flags() & AccountFlags.CLOSED) != 0;
        return status == null || isClosed == (status != AccountStatus.ACTIVE);
    }

    boolean holds(AccountSnapshot account) {
        return status == null || account.status() == status;
    }
}
