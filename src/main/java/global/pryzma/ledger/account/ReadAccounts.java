package global.pryzma.ledger.account;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reading of accounts: their words from Postgres, their balances from the ledger. */
@Singleton
final class ReadAccounts {
    static final String PROGRAM_FILTER = "program_id";
    static final Problem NOT_FOUND = Problem.of(ProblemCode.NOT_FOUND, "there is no such account");

    private final AccountRows rows;
    private final LostAccounts lostAccounts;
    private final LedgerNumbers ledgerNumbers;
    private final Ledger ledger;
    private final Listing listing;

    ReadAccounts(
            AccountRows rows,
            LostAccounts lostAccounts,
            LedgerNumbers ledgerNumbers,
            Ledger ledger,
            Listing listing) {
        this.rows = rows;
        this.lostAccounts = lostAccounts;
        this.ledgerNumbers = ledgerNumbers;
        this.ledger = ledger;
        this.listing = listing;
    }

    AccountResponse one(UUID id, LedgerCall call) {
        return find(id, call)
                .map(account -> AccountResponse.of(call.organisation(), account))
                .orElseThrow(() -> new ProblemException(NOT_FOUND));
    }

    /**
     * The account as it is now; empty as well if it is another organisation's.
     *
     * @throws ProblemException when the ledger does not answer
     */
    Optional<AccountSnapshot> find(UUID id, LedgerCall call) {
        return rows.find(call.organisation(), id)
                .or(() ->
                        lostAccounts.lookUp(List.of(id), call)
                                ? rows.find(call.organisation(), id)
                                : Optional.empty())
                .map(row -> states(List.of(row), call).getFirst());
    }

    Page<AccountResponse> page(PageRequest request, LedgerCall call) {
        UUID organisation = call.organisation();
        Optional<UUID> program = request.uuidFilter(PROGRAM_FILTER);
        return listing.page(
                organisation,
                program.map(id -> "accounts of program " + id).orElse("accounts"),
                request,
                (before, limit) ->
                        program.isPresent()
                                ? rows.pageOfProgram(organisation, program.get(), before, limit)
                                : rows.page(organisation, before, limit),
                AccountRow::createdAtNanos,
                page ->
                        states(page, call).stream()
                                .map(account -> AccountResponse.of(organisation, account))
                                .toList());
    }

    private List<AccountSnapshot> states(List<AccountRow> page, LedgerCall call) {
        if (page.isEmpty()) {
            return List.of();
        }
        List<LedgerId> ids = page.stream().map(row -> LedgerId.of(row.id())).toList();
        Map<UUID, LedgerAccount> accounts =
                LedgerReadings.answered(ledger.lookupAccounts(ids, call)).stream()
                        .collect(
                                Collectors.toMap(
                                        account -> account.account().id().toUuid(),
                                        Function.identity()));
        return page.stream().map(row -> state(row, accounts)).toList();
    }

    private AccountSnapshot state(AccountRow row, Map<UUID, LedgerAccount> accounts) {
        LedgerAccount account = accounts.get(row.id());
        if (account == null) {
            throw new IllegalStateException("the ledger does not have account " + row.id());
        }
        String currency = ledgerNumbers.require(row.ledgerNumber()).currency();
        return AccountSnapshot.of(row, currency, account);
    }
}
