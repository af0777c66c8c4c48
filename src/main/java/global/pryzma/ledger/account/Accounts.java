package global.pryzma.ledger.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import jakarta.inject.Singleton;

import java.util.ArrayList;
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
    /** About 200 bytes each. */
    private static final int CACHED = 200_000;

    private final AccountRows rows;
    private final LedgerNumbers ledgerNumbers;
    private final Cache<UUID, AccountFacts> cache =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    Accounts(AccountRows rows, LedgerNumbers ledgerNumbers) {
        this.rows = rows;
        this.ledgerNumbers = ledgerNumbers;
    }

    /** Those of the ids that are accounts of the organisation. */
    public Map<UUID, AccountFacts> find(UUID organisation, Collection<UUID> ids) {
        Map<UUID, AccountFacts> found = new HashMap<>(cache.getAllPresent(ids));
        List<UUID> missing = new ArrayList<>(ids);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            for (AccountRow row : rows.find(missing)) {
                AccountFacts facts = facts(row);
                cache.put(facts.id(), facts);
                found.put(facts.id(), facts);
            }
        }
        found.values().removeIf(facts -> !facts.ledger().organisation().equals(organisation));
        return found;
    }

    /** Empty if there is no such account, or if it is another organisation's. */
    public Optional<AccountFacts> find(UUID organisation, UUID id) {
        return Optional.ofNullable(find(organisation, List.of(id)).get(id));
    }

    private AccountFacts facts(AccountRow row) {
        return new AccountFacts(
                row.id(),
                ledgerNumbers.find(row.ledgerNumber()).orElseThrow(),
                AccountType.ofCode(row.type()));
    }
}
