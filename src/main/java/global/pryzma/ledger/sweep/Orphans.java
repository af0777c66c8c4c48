package global.pryzma.ledger.sweep;

import global.pryzma.ledger.account.LostAccounts;
import global.pryzma.ledger.account.UnplacedAccount;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.LedgerTransfer;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The list of what nobody owns. Everything here belongs to a transaction of the sweep, and so runs
 * in one instance at a time.
 */
@Singleton
final class Orphans {
    private final OrphanRows rows;
    private final LostAccounts lostAccounts;
    private final LedgerNumbers ledgerNumbers;

    Orphans(OrphanRows rows, LostAccounts lostAccounts, LedgerNumbers ledgerNumbers) {
        this.rows = rows;
        this.lostAccounts = lostAccounts;
        this.ledgerNumbers = ledgerNumbers;
    }

    /** Puts these accounts on the list, and tells which are new there, or have a new reason. */
    List<OrphanRow> add(List<UnplacedAccount> unplaced, Connection connection) throws SQLException {
        if (unplaced.isEmpty()) {
            return List.of();
        }
        Map<UUID, OrphanRow> fresh = new LinkedHashMap<>();
        unplaced.stream().map(OrphanRow::of).forEach(orphan -> fresh.put(orphan.id(), orphan));
        List<UUID> changed = new ArrayList<>();
        for (OrphanRow known : rows.find(OrphanKind.ACCOUNT.wire(), fresh.keySet())) {
            OrphanRow now = fresh.get(known.id());
            if (now != null && now.reason().equals(known.reason())) {
                fresh.remove(known.id());
            } else {
                changed.add(known.id());
            }
        }
        delete(OrphanKind.ACCOUNT, changed);
        return insert(fresh.values(), connection);
    }

    /**
     * Puts the first transfer of each ledger number that is nobody's on the list, and tells which
     * are new there.
     */
    List<OrphanRow> addStrangers(List<LedgerTransfer> transfers, Connection connection)
            throws SQLException {
        Map<Long, OrphanRow> first = new HashMap<>();
        for (LedgerTransfer transfer : transfers) {
            OrphanRow orphan = OrphanRow.of(transfer);
            first.putIfAbsent(orphan.ledgerNumber(), orphan);
        }
        Set<Integer> numbers =
                first.values().stream().map(OrphanRow::number).collect(Collectors.toSet());
        ledgerNumbers
                .stored(numbers)
                .keySet()
                .forEach(number -> first.remove(Integer.toUnsignedLong(number)));
        if (!first.isEmpty()) {
            rows.numbersOfTransfers(Set.copyOf(first.keySet())).forEach(first::remove);
        }
        return insert(first.values(), connection);
    }

    /** How many there are of each kind. */
    Map<OrphanKind, Long> count() {
        Map<OrphanKind, Long> found = new EnumMap<>(OrphanKind.class);
        for (OrphanKind kind : OrphanKind.values()) {
            found.put(kind, rows.count(kind.wire()));
        }
        return found;
    }

    private static List<OrphanRow> insert(Collection<OrphanRow> fresh, Connection connection)
            throws SQLException {
        List<OrphanRow> orphans = List.copyOf(fresh);
        if (!orphans.isEmpty()) {
            OrphanRows.INSERT.insert(connection, orphans);
        }
        return orphans;
    }

    /**
     * Looks again at the orphans that are older than {@code before}, and takes away those that have
     * an owner now.
     *
     * @return where to go on; {@link Long#MAX_VALUE} when the end has been reached
     */
    long settle(long before, int limit, Connection connection) throws SQLException {
        List<OrphanRow> page = rows.page(before, limit);
        settleAccounts(page.stream().filter(it -> it.is(OrphanKind.ACCOUNT)).toList(), connection);
        settleTransfers(page.stream().filter(it -> it.is(OrphanKind.TRANSFER)).toList());
        return page.size() < limit ? Long.MAX_VALUE : page.getLast().createdAtNanos();
    }

    private void settleAccounts(List<OrphanRow> orphans, Connection connection)
            throws SQLException {
        List<UnplacedAccount> left =
                lostAccounts.recover(orphans.stream().map(OrphanRow::account).toList());
        add(left, connection);
        Set<UUID> settled = new HashSet<>();
        orphans.forEach(orphan -> settled.add(orphan.id()));
        left.forEach(unplaced -> settled.remove(unplaced.account().id()));
        delete(OrphanKind.ACCOUNT, settled);
    }

    private void settleTransfers(List<OrphanRow> orphans) {
        Map<Integer, LedgerNumber> owners =
                ledgerNumbers.stored(
                        orphans.stream().map(OrphanRow::number).collect(Collectors.toSet()));
        delete(
                OrphanKind.TRANSFER,
                orphans.stream()
                        .filter(orphan -> owners.containsKey(orphan.number()))
                        .map(OrphanRow::id)
                        .toList());
    }

    private void delete(OrphanKind kind, Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            rows.delete(kind.wire(), ids);
        }
    }
}
