package global.pryzma.ledger.account;

import global.pryzma.ledger.account.UnplacedAccount.Reason;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.organisation.OrganisationLimits;
import global.pryzma.ledger.postgres.rows.Places;
import global.pryzma.ledger.postgres.rows.Places.Wanted;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.program.Program;
import global.pryzma.ledger.program.Programs;

import io.micronaut.transaction.TransactionOperations;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The recovery of accounts that the ledger has and Postgres does not, as after the loss of its last
 * seconds: their rows are made again. Name and metadata are in Postgres alone; they come back when
 * the request that opened the account is repeated. A row that is only being written still may be
 * made here as well: whichever comes first, the outcome is the same.
 */
@Singleton
public final class LostAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(LostAccounts.class);

    /** A ledger number that is given to nobody. */
    private static final int NOBODYS = 0;

    private final AccountRows rows;
    private final LedgerNumbers ledgerNumbers;
    private final Programs programs;
    private final Places places;
    private final Ledger ledger;
    private final TransactionOperations<Connection> transactions;

    LostAccounts(
            AccountRows rows,
            LedgerNumbers ledgerNumbers,
            Programs programs,
            OrganisationLimits limits,
            Ledger ledger,
            TransactionOperations<Connection> transactions) {
        this.rows = rows;
        this.ledgerNumbers = ledgerNumbers;
        this.programs = programs;
        this.places = limits.accounts().places();
        this.ledger = ledger;
        this.transactions = transactions;
    }

    /**
     * Makes the missing rows of these accounts, in the caller's transaction if there is one.
     *
     * @return those that have no owner; whether they have a row makes no difference
     */
    public List<UnplacedAccount> recover(Collection<RecoverableAccount> all) {
        List<RecoverableAccount> accounts =
                all.stream().filter(account -> !account.isTheServicesOwn()).toList();
        if (accounts.isEmpty()) {
            return List.of();
        }
        return transactions.executeWrite(status -> recover(accounts, status.getConnection()));
    }

    private List<UnplacedAccount> recover(List<RecoverableAccount> accounts, Connection connection)
            throws SQLException {
        Map<Integer, LedgerNumber> owners =
                ledgerNumbers.stored(
                        accounts.stream()
                                .map(RecoverableAccount::ledgerNumber)
                                .collect(Collectors.toSet()));
        Set<UUID> present =
                new HashSet<>(rows.present(accounts.stream().map(RecoverableAccount::id).toList()));
        List<AccountRow> missing = new ArrayList<>();
        List<Wanted> there = new ArrayList<>();
        List<UnplacedAccount> unplaced = new ArrayList<>();
        for (RecoverableAccount account : accounts) {
            LedgerNumber owner = owners.get(account.ledgerNumber());
            if (owner == null) {
                unplaced.add(new UnplacedAccount(account, Reason.LEDGER_NUMBER_UNKNOWN));
            } else if (!AccountType.isCode(account.code())) {
                unplaced.add(new UnplacedAccount(account, Reason.ACCOUNT_TYPE_UNKNOWN));
            } else if (present.contains(account.id())) {
                there.add(new Wanted(account.id(), owner.organisation(), null));
            } else {
                Optional<Program> program =
                        programs.find(owner.organisation(), account.programId());
                if (program.isEmpty()) {
                    unplaced.add(new UnplacedAccount(account, Reason.PROGRAM_UNKNOWN));
                } else {
                    missing.add(row(account, owner));
                    there.add(new Wanted(account.id(), owner.organisation(), null));
                }
            }
        }
        places.keep(connection, there);
        if (!missing.isEmpty()) {
            AccountRows.RECOVER.insert(connection, missing);
            LOG.warn(
                    "{} accounts that Postgres did not have are made again, {} the first",
                    missing.size(),
                    missing.getFirst().id());
        }
        return unplaced;
    }

    private static AccountRow row(RecoverableAccount account, LedgerNumber owner) {
        return new AccountRow(
                account.id(),
                owner.organisation(),
                account.programId(),
                account.code(),
                account.ledgerNumber(),
                null,
                null,
                account.createdAtNanos(),
                null);
    }

    /**
     * Makes sure that the accounts that were closed by these transfers have rows that say so, in
     * the caller's transaction if there is one: the ledger alone can't tell a closed account from a
     * frozen one.
     *
     * @param transfers of any kind
     * @throws ProblemException when the ledger has to be asked for accounts, and does not answer
     */
    public void close(Collection<LedgerTransfer> transfers, LedgerCall call) {
        Map<UUID, Long> closings = new HashMap<>();
        for (LedgerTransfer transfer : transfers) {
            if (transfer.transfer().code() == TransferKind.CLOSE.code()) {
                closings.put(transfer.transfer().debitAccountId().toUuid(), transfer.timestamp());
            }
        }
        if (closings.isEmpty()) {
            return;
        }
        Set<UUID> lost = new HashSet<>(closings.keySet());
        lost.removeAll(rows.present(lost));
        if (!lost.isEmpty()) {
            recover(inLedger(lost, call));
        }
        closings.forEach(rows::closeAgain);
    }

    /**
     * Asks the ledger for accounts that Postgres does not have, and makes the rows of those that it
     * has after all: "there is no such account" would be wrong.
     *
     * @return whether any of them has a row now
     * @throws ProblemException when the ledger does not answer, or when nobody can tell at the
     *     moment whose account it is
     */
    boolean lookUp(Collection<UUID> ids, LedgerCall call) {
        List<RecoverableAccount> found = ofCaller(inLedger(ids, call), call);
        if (found.isEmpty()) {
            return false;
        }
        if (!recover(found).isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE,
                    "an account is in the ledger, and its owner is not known at the moment");
        }
        return true;
    }

    /**
     * Those that are not another's, as far as it is known. Postgres is asked even if there is
     * nothing to ask for: how long it takes must not tell whether there is another's account.
     */
    private List<RecoverableAccount> ofCaller(List<RecoverableAccount> accounts, LedgerCall call) {
        Map<Integer, LedgerNumber> owners =
                ledgerNumbers.stored(
                        accounts.isEmpty()
                                ? Set.of(NOBODYS)
                                : accounts.stream()
                                        .map(RecoverableAccount::ledgerNumber)
                                        .collect(Collectors.toSet()));
        return accounts.stream()
                .filter(account -> {
                    LedgerNumber owner = owners.get(account.ledgerNumber());
                    return owner == null || owner.organisation().equals(call.organisation());
                })
                .toList();
    }

    private List<RecoverableAccount> inLedger(Collection<UUID> ids, LedgerCall call) {
        List<LedgerId> all = ids.stream().map(LedgerId::of).toList();
        List<RecoverableAccount> found = new ArrayList<>();
        int from = 0;
        while (from < all.size()) {
            int to = Math.min(all.size(), from + ledger.maxEvents());
            LedgerReadings.answered(ledger.lookupAccounts(all.subList(from, to), call)).stream()
                    .map(RecoverableAccount::of)
                    .filter(account -> !account.isTheServicesOwn())
                    .forEach(found::add);
            from = to;
        }
        return found;
    }
}
