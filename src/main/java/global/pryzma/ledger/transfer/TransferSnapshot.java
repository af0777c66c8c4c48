package global.pryzma.ledger.transfer;

import global.pryzma.ledger.idempotency.key.CompanionIds;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * A transfer at the moment at which it was read: its words from Postgres, the rest from the ledger.
 *
 * @param row as it was created; nothing of it ever changes
 * @param resolution the row that posted or voided it; null of what is no hold, and of a hold that
 *     nobody has ended
 * @param reversed how much of it has been reversed
 */
public record TransferSnapshot(
        LedgerTransfer row,
        String currency,
        TransferStatus status,
        @Nullable LedgerTransfer resolution,
        Wording words,
        Amount reversed) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** A transfer that has just been made. */
    public static TransferSnapshot created(LedgerTransfer row, String currency, Wording words) {
        return new TransferSnapshot(row, currency, ofCreated(row), null, words, Amount.ZERO);
    }

    /**
     * A transfer that was there at a moment.
     *
     * @param asOf when the ledger was asked for the resolution
     */
    static TransferSnapshot of(
            LedgerTransfer row,
            String currency,
            @Nullable LedgerTransfer resolution,
            long asOf,
            Wording words) {
        TransferSnapshot created = created(row, currency, words);
        if (resolution != null) {
            return created.resolved(resolution);
        }
        return created.isHold() && created.expires() && created.expiresAtNanos() <= asOf
                ? new TransferSnapshot(
                        row, currency, TransferStatus.EXPIRED, null, words, Amount.ZERO)
                : created;
    }

    private static TransferStatus ofCreated(LedgerTransfer row) {
        return is(row, TransferFlags.PENDING)
                ? TransferStatus.PENDING
                : is(row, TransferFlags.VOID_PENDING)
                        ? TransferStatus.VOIDED
                        : TransferStatus.POSTED;
    }

    /** The same hold once it is posted or voided by this row. */
    public TransferSnapshot resolved(LedgerTransfer by) {
        return new TransferSnapshot(row, currency, ofCreated(by), by, words, reversed);
    }

    /** The same, of which so much has been reversed. */
    TransferSnapshot reversedBy(Amount sum) {
        return new TransferSnapshot(row, currency, status, resolution, words, sum);
    }

    /** The transfer that it reverses; {@link LedgerId#NONE} of what is no reversal. */
    public LedgerId reverses() {
        return reversedBy(row.transfer());
    }

    /** The transfer that one which a client sees reverses; {@link LedgerId#NONE} if it does not. */
    public static LedgerId reversedBy(TransferFields row) {
        LedgerId related = row.userData128();
        boolean isHoldOrItsEnd =
                (row.flags() & TransferFlags.PENDING) != 0 || !row.pendingId().isNone();
        return isHoldOrItsEnd || DerivedIds.areOfOneKey(related, row.id())
                ? LedgerId.NONE
                : related;
    }

    /**
     * Whether its money can be moved back: it has moved, and it is no part of anything else. A hold
     * that was posted stands for the row that did it.
     */
    public boolean isReversible() {
        return status == TransferStatus.POSTED
                && !isResolution()
                && row.transfer().userData128().isNone()
                && CompanionIds.areOf(row.transfer().id());
    }

    /** What has moved of it. */
    public Amount moved() {
        return (resolution == null ? row : resolution).transfer().amount();
    }

    /** Whether it holds money, or once did, until it is posted, voided or expires. */
    public boolean isHold() {
        return is(row, TransferFlags.PENDING);
    }

    /** Whether it is the row that ended a hold. */
    public boolean isResolution() {
        return !row.transfer().pendingId().isNone();
    }

    /** The journal entry of which it is a line. */
    public Optional<LedgerId> journalEntry() {
        return journalEntryOf(row.transfer());
    }

    /**
     * The journal entry of which a transfer that a client sees is a line: what such a line names as
     * related is of the same request.
     */
    public static Optional<LedgerId> journalEntryOf(TransferFields row) {
        return DerivedIds.areOfOneKey(row.userData128(), row.id())
                ? Optional.of(DerivedIds.sibling(row.id(), 0))
                : Optional.empty();
    }

    /** Whether a hold ends by itself. */
    boolean expires() {
        return row.transfer().timeoutSeconds() != 0;
    }

    /** When it does so. */
    long expiresAtNanos() {
        return row.timestamp()
                + Integer.toUnsignedLong(row.transfer().timeoutSeconds()) * NANOS_PER_SECOND;
    }

    private static boolean is(LedgerTransfer row, int flag) {
        return (row.transfer().flags() & flag) != 0;
    }
}
