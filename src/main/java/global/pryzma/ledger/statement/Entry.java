package global.pryzma.ledger.statement;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.NormalSide;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.transfer.TransferSnapshot;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.UUID;

/**
 * A movement as one of its two accounts sees it.
 *
 * @param debit whether the account is debited
 * @param counterparty the account on the other side; null of a line that has no single counterpart
 * @param amount above zero where the account grows on this side, else below; of a hold and a void
 *     what is held, which is not posted
 * @param postedAfter the account's balance right after it, by the ledger's own record, with the
 *     sign that balances have
 * @param createdAtNanos the ledger's timestamp, which no other entry of the account has
 * @param journalEntryId the entry of the journal that a line is part of
 * @param pendingTransferId the hold that a post or a void ends
 * @param reverses the transfer whose money a reversal moves back
 */
public record Entry(
        UUID transferId,
        EntryKind kind,
        boolean debit,
        @Nullable UUID counterparty,
        BigInteger amount,
        BigInteger postedAfter,
        Wording words,
        long createdAtNanos,
        @Nullable UUID journalEntryId,
        @Nullable UUID pendingTransferId,
        @Nullable UUID reverses) {

    /** A transfer of the account with the balance that the ledger has noted after it. */
    static Entry of(
            AccountFacts account, LedgerTransfer row, HistoricBalance after, Wording words) {
        TransferFields transfer = row.transfer();
        NormalSide side = account.type().normalSide();
        boolean debit = transfer.debitAccountId().equals(LedgerId.of(account.id()));
        LedgerId other = debit ? transfer.creditAccountId() : transfer.debitAccountId();
        return new Entry(
                transfer.id().toUuid(),
                EntryKind.of(transfer),
                debit,
                ControlAccounts.isControl(other) ? null : other.toUuid(),
                side.signed(debit, transfer.amount()),
                PostedBalance.of(after).on(side),
                words,
                row.timestamp(),
                TransferSnapshot.journalEntryOf(transfer).map(LedgerId::toUuid).orElse(null),
                orNull(transfer.pendingId()),
                orNull(TransferSnapshot.reversedBy(transfer)));
    }

    private static @Nullable UUID orNull(LedgerId id) {
        return id.isNone() ? null : id.toUuid();
    }
}
