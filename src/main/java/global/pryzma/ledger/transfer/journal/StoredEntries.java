package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.transfer.reversal.Remainders;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The entries that the ledger has. */
@Singleton
public final class StoredEntries {
    private final Ledger ledger;
    private final LedgerNumbers ledgerNumbers;

    StoredEntries(Ledger ledger, LedgerNumbers ledgerNumbers) {
        this.ledger = ledger;
        this.ledgerNumbers = ledgerNumbers;
    }

    /** The caller's entries among these ids, in their order. */
    List<StoredEntry> find(Collection<LedgerId> ids, LedgerCall call) {
        return withLines(
                lookedUp(ids, call).stream()
                        .filter(row -> isEntryOf(row.transfer(), call))
                        .toList(),
                call);
    }

    /** The movements of the caller's entry with this id, newest first; none if there is none. */
    public List<LedgerTransfer> movements(LedgerId id, LedgerCall call) {
        return lookedUp(List.of(id), call).stream()
                .map(LedgerTransfer::transfer)
                .filter(row -> isEntryOf(row, call))
                .flatMap(head -> lookedUp(lines(head), call).stream())
                .sorted(Comparator.comparingLong(LedgerTransfer::timestamp).reversed())
                .toList();
    }

    private boolean isEntryOf(TransferFields row, LedgerCall call) {
        return row.code() == TransferKind.ENTRY.code()
                && ledgerNumbers
                        .find(row.ledger())
                        .filter(number -> number.organisation().equals(call.organisation()))
                        .isPresent();
    }

    /** The entries whose own rows these are. */
    List<StoredEntry> withLines(List<LedgerTransfer> heads, LedgerCall call) {
        List<LedgerId> ids =
                heads.stream()
                        .map(LedgerTransfer::transfer)
                        .flatMap(head -> lines(head).stream())
                        .toList();
        Map<LedgerId, List<LedgerTransfer>> lines =
                lookedUp(ids, call).stream()
                        .collect(
                                Collectors.groupingBy(line ->
                                        DerivedIds.sibling(
                                                line.transfer().id(), Movement.NO_LINE)));
        return heads.stream()
                .map(head ->
                        StoredEntry.of(
                                head,
                                lines.getOrDefault(head.transfer().id(), List.of()),
                                this::currency))
                .toList();
    }

    /** Where the lines of the entry with this row are, as far as it has them. */
    private static List<LedgerId> lines(TransferFields head) {
        return IntStream.rangeClosed(Movement.FIRST_INDEX, EntryPlan.lines(head))
                .mapToObj(index -> DerivedIds.sibling(head.id(), index))
                .toList();
    }

    /** Those of the entries that were taken back. */
    Set<LedgerId> reversed(List<StoredEntry> found, LedgerCall call) {
        List<LedgerId> remainders =
                found.stream()
                        .filter(entry -> entry.reverses().isEmpty())
                        .map(entry -> Remainders.accountOf(entry.id()))
                        .toList();
        return remainders.isEmpty()
                ? Set.of()
                : LedgerReadings.answered(ledger.lookupAccounts(remainders, call)).stream()
                        .filter(remainder -> !remainder.debitsPosted().isZero())
                        .map(remainder -> remainder.account().userData128())
                        .collect(Collectors.toSet());
    }

    private String currency(int ledgerNumber) {
        return ledgerNumbers.find(ledgerNumber).map(LedgerNumber::currency).orElseThrow();
    }

    private List<LedgerTransfer> lookedUp(Collection<LedgerId> ids, LedgerCall call) {
        List<LedgerId> all = List.copyOf(ids);
        List<LedgerTransfer> found = new ArrayList<>();
        int from = 0;
        while (from < all.size()) {
            int to = Math.min(all.size(), from + ledger.maxEvents());
            found.addAll(
                    LedgerReadings.answered(ledger.lookupTransfers(all.subList(from, to), call)));
            from = to;
        }
        return found;
    }
}
