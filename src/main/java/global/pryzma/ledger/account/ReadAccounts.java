package global.pryzma.ledger.account;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reading of accounts: their words from Postgres, their balances from the ledger. */
@Singleton
final class ReadAccounts {
    static final Problem NOT_FOUND = Problem.of(ProblemCode.NOT_FOUND, "there is no such account");

    private final AccountRows rows;
    private final LostAccounts lostAccounts;
    private final LedgerNumbers ledgerNumbers;
    private final Ledger ledger;

    ReadAccounts(
            AccountRows rows,
            LostAccounts lostAccounts,
            LedgerNumbers ledgerNumbers,
            Ledger ledger) {
        this.rows = rows;
        this.lostAccounts = lostAccounts;
        this.ledgerNumbers = ledgerNumbers;
        this.ledger = ledger;
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

    /**
     * The accounts of these rows, in their order, as they are now.
     *
     * @throws ProblemException when the ledger does not answer
     */
    List<AccountSnapshot> states(List<AccountRow> page, LedgerCall call) {
        return states(page, inLedger(page.stream().map(AccountRow::id).toList(), call));
    }

    /** The same with what the ledger has of them. */
    List<AccountSnapshot> states(List<AccountRow> page, Map<UUID, LedgerAccount> accounts) {
        return page.stream().map(row -> state(row, accounts)).toList();
    }

    /**
     * What the ledger has of these accounts, by their ids: one message.
     *
     * @throws ProblemException when the ledger does not answer
     */
    Map<UUID, LedgerAccount> inLedger(Collection<UUID> ids, LedgerCall call) {
        return ids.isEmpty()
                ? Map.of()
                : LedgerReadings.answered(
                                ledger.lookupAccounts(
                                        ids.stream().map(LedgerId::of).toList(), call))
                        .stream()
                        .collect(
                                Collectors.toMap(
                                        account -> account.account().id().toUuid(),
                                        Function.identity()));
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
