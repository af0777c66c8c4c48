package global.pryzma.ledger.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The accounts that exist, for other features. Facts are kept in memory once read, so that a
 * transfer between busy accounts asks Postgres for nothing.
 */
@Singleton
public final class Accounts {
    /** The most accounts that are remembered, at about 200 bytes each. */
    private static final int CACHED = 200_000;

    private final AccountRows rows;
    private final LedgerNumbers ledgerNumbers;
    private final LostAccounts lostAccounts;
    private final Cache<UUID, AccountFacts> cache =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    Accounts(AccountRows rows, LedgerNumbers ledgerNumbers, LostAccounts lostAccounts) {
        this.rows = rows;
        this.ledgerNumbers = ledgerNumbers;
        this.lostAccounts = lostAccounts;
    }

    /**
     * The accounts of the caller's organisation among these ids. The ledger is asked for those that
     * Postgres does not have.
     *
     * @throws ProblemException when the ledger does not answer
     */
    public Map<UUID, AccountFacts> find(LedgerCall call, Collection<UUID> ids) {
        Map<UUID, AccountFacts> found = known(call.organisation(), ids);
        List<UUID> missing = missing(ids, found);
        if (!missing.isEmpty() && lostAccounts.lookUp(missing, call)) {
            found.putAll(known(call.organisation(), missing));
        }
        return found;
    }

    /**
     * The accounts of the organisation among these ids, as far as Postgres has them: one that is
     * left out may be there.
     */
    public Map<UUID, AccountFacts> known(UUID organisation, Collection<UUID> ids) {
        // Another's account is looked for wherever one is that is not there: how long it takes
        // must not tell which.
        Map<UUID, AccountFacts> found =
                onlyOf(organisation, new HashMap<>(cache.getAllPresent(ids)));
        read(found, missing(ids, found));
        return onlyOf(organisation, found);
    }

    private static Map<UUID, AccountFacts> onlyOf(
            UUID organisation, Map<UUID, AccountFacts> found) {
        found.values().removeIf(facts -> !facts.ledger().organisation().equals(organisation));
        return found;
    }

    /** The account with this id; empty if there is none, or if it is another organisation's. */
    public Optional<AccountFacts> find(LedgerCall call, UUID id) {
        return Optional.ofNullable(find(call, List.of(id)).get(id));
    }

    private static List<UUID> missing(Collection<UUID> ids, Map<UUID, AccountFacts> found) {
        return ids.stream().filter(id -> !found.containsKey(id)).distinct().toList();
    }

    private void read(Map<UUID, AccountFacts> found, List<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        for (AccountRow row : rows.find(ids)) {
            AccountFacts facts = facts(row);
            cache.put(facts.id(), facts);
            found.put(facts.id(), facts);
        }
    }

    /** What the organisation calls its account, if it has a name; that may change. */
    public Optional<String> name(UUID organisation, UUID id) {
        return rows.find(organisation, id).map(AccountRow::name);
    }

    private AccountFacts facts(AccountRow row) {
        LedgerNumber number = ledgerNumbers.require(row.ledgerNumber());
        if (!number.organisation().equals(row.organisationId())) {
            // A Postgres that lost its last seconds may have given the number away again. Whose
            // money it is has to be seen to, before any of it moves.
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE,
                    "account " + row.id() + " and its ledger number have different owners");
        }
        return new AccountFacts(
                row.id(), number, AccountType.ofCode(row.type()), row.createdAtNanos());
    }
}
