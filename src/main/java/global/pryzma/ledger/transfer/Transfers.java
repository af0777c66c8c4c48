package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.idempotency.key.CompanionIds;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The transfers that exist, with what has become of them. A row of the ledger never changes; what
 * came after it is told by its companions there, which are looked up for a whole page at once.
 */
@Singleton
public final class Transfers {
    static final Problem NOT_FOUND = Problem.of(ProblemCode.NOT_FOUND, "there is no such transfer");

    private final Ledger ledger;
    private final LedgerNumbers ledgerNumbers;
    private final WordsOfTransfers texts;

    Transfers(Ledger ledger, LedgerNumbers ledgerNumbers, WordsOfTransfers texts) {
        this.ledger = ledger;
        this.ledgerNumbers = ledgerNumbers;
        this.texts = texts;
    }

    /**
     * The transfer with this id; empty if there is none, or if it is another organisation's.
     *
     * @throws ProblemException when the ledger does not answer
     */
    public Optional<TransferSnapshot> find(UUID id, LedgerCall call) {
        LedgerId asked = LedgerId.of(id);
        List<LedgerId> ids =
                CompanionIds.areOf(asked)
                        ? List.of(asked, CompanionIds.first(asked))
                        : List.of(asked);
        AsOf<List<LedgerTransfer>> found =
                LedgerReadings.answered(ledger.lookupTransfersAsOf(ids, call));
        List<LedgerTransfer> rows =
                found.value().stream()
                        .filter(row -> row.transfer().id().equals(asked))
                        .filter(row -> row.transfer().code() == TransferKind.TRANSFER.code())
                        .filter(row -> isOf(call.organisation(), row))
                        .toList();
        return snapshots(rows, found, call).stream().findFirst();
    }

    /**
     * These transfers, in their order, as they are now.
     *
     * @throws ProblemException when the ledger does not answer
     */
    public List<TransferSnapshot> now(List<LedgerTransfer> rows, LedgerCall call) {
        return snapshots(rows, companions(rows, call), call);
    }

    /**
     * Those of these transfers that have a status now: one message for all of them.
     *
     * @throws ProblemException when the ledger does not answer
     */
    public List<LedgerTransfer> withStatus(
            List<LedgerTransfer> rows, TransferStatus status, LedgerCall call) {
        AsOf<List<LedgerTransfer>> companions = companions(rows, call);
        Map<LedgerId, TransferStatus> ends =
                markersOf(companions.value()).stream()
                        .collect(
                                Collectors.toMap(
                                        marker -> marker.transfer().id(),
                                        marker ->
                                                marker.transfer().code()
                                                                == TransferKind.HOLD_POSTED.code()
                                                        ? TransferStatus.POSTED
                                                        : TransferStatus.VOIDED));
        return rows.stream()
                .filter(row -> statusOf(row, ends, companions.timestamp()) == status)
                .toList();
    }

    private static TransferStatus statusOf(
            LedgerTransfer row, Map<LedgerId, TransferStatus> ends, long asOf) {
        TransferSnapshot open = TransferSnapshot.of(row, "", null, asOf, Wording.NONE);
        return open.isHold()
                ? ends.getOrDefault(CompanionIds.first(row.transfer().id()), open.status())
                : open.status();
    }

    /** The companions of all holds among these, as far as they have any. */
    private AsOf<List<LedgerTransfer>> companions(List<LedgerTransfer> rows, LedgerCall call) {
        List<LedgerId> markers =
                rows.stream()
                        .map(LedgerTransfer::transfer)
                        .filter(row -> (row.flags() & TransferFlags.PENDING) != 0)
                        .map(row -> CompanionIds.first(row.id()))
                        .toList();
        // Nothing is asked of a moment for what can't have changed.
        return markers.isEmpty()
                ? new AsOf<>(List.of(), 0)
                : LedgerReadings.answered(ledger.lookupTransfersAsOf(markers, call));
    }

    /**
     * The rows with what is known of them.
     *
     * @param companions of all holds among them, as far as they have any
     */
    private List<TransferSnapshot> snapshots(
            List<LedgerTransfer> rows, AsOf<List<LedgerTransfer>> companions, LedgerCall call) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<LedgerId, LedgerTransfer> resolutions =
                resolutions(rows, markersOf(companions.value()), call);
        Map<UUID, Wording> words = words(rows);
        return reversed(
                rows.stream()
                        .map(row ->
                                TransferSnapshot.of(
                                        row,
                                        ledgerNumbers.require(row.transfer().ledger()).currency(),
                                        resolutions.get(row.transfer().id()),
                                        companions.timestamp(),
                                        words.getOrDefault(
                                                row.transfer().id().toUuid(), Wording.NONE)))
                        .toList(),
                call);
    }

    /** The same with how much of each has been reversed, which its account of that tells. */
    private List<TransferSnapshot> reversed(List<TransferSnapshot> page, LedgerCall call) {
        List<LedgerId> asked =
                page.stream()
                        .filter(TransferSnapshot::isReversible)
                        .map(transfer -> CompanionIds.first(transfer.row().transfer().id()))
                        .toList();
        if (asked.isEmpty()) {
            return page;
        }
        Map<LedgerId, Amount> sums =
                LedgerReadings.answered(ledger.lookupAccounts(asked, call)).stream()
                        .collect(
                                Collectors.toMap(
                                        account -> account.account().id(),
                                        LedgerAccount::debitsPosted));
        return page.stream()
                .map(transfer ->
                        transfer.isReversible()
                                ? transfer.reversedBy(
                                        sums.getOrDefault(
                                                CompanionIds.first(transfer.row().transfer().id()),
                                                Amount.ZERO))
                                : transfer)
                .toList();
    }

    private static List<LedgerTransfer> markersOf(List<LedgerTransfer> companions) {
        return companions.stream()
                .filter(row ->
                        row.transfer().code() == TransferKind.HOLD_POSTED.code()
                                || row.transfer().code() == TransferKind.HOLD_VOIDED.code())
                .toList();
    }

    /** By the holds' ids. A marker says which row it was; the page may have that already. */
    private Map<LedgerId, LedgerTransfer> resolutions(
            List<LedgerTransfer> page, List<LedgerTransfer> markers, LedgerCall call) {
        Map<LedgerId, LedgerTransfer> byId = new HashMap<>();
        page.forEach(row -> byId.put(row.transfer().id(), row));
        List<LedgerId> missing =
                markers.stream()
                        .map(marker -> marker.transfer().userData128())
                        .filter(id -> !byId.containsKey(id))
                        .toList();
        if (!missing.isEmpty()) {
            LedgerReadings.answered(ledger.lookupTransfers(missing, call))
                    .forEach(row -> byId.put(row.transfer().id(), row));
        }
        return markers.stream()
                .map(marker -> Objects.requireNonNull(byId.get(marker.transfer().userData128())))
                .collect(Collectors.toMap(row -> row.transfer().pendingId(), Function.identity()));
    }

    private Map<UUID, Wording> words(List<LedgerTransfer> rows) {
        List<UUID> ids = rows.stream().map(row -> row.transfer().id().toUuid()).toList();
        return texts.find(ids);
    }

    /** Whose a transfer is that Postgres has lost the ledger number of, nobody can tell. */
    private boolean isOf(UUID organisation, LedgerTransfer row) {
        return ledgerNumbers.require(row.transfer().ledger()).organisation().equals(organisation);
    }
}
