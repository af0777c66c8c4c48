package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.PlainFields;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * A transfer as a client asks for it, alone or among others.
 *
 * @param amount in minor units, at least 1
 * @param hold the terms on which the money is held at first; null for a transfer that moves it
 */
public record AskedTransfer(
        UUID debitAccountId,
        UUID creditAccountId,
        Amount amount,
        @Nullable HoldTerms hold,
        Wording words) {
    private static final String DEBIT = "debit_account_id";
    private static final String CREDIT = "credit_account_id";
    private static final String AMOUNT = "amount";

    /** The fields of a request. */
    public static AskedTransfer of(JsonBody json) {
        return new AskedTransfer(
                json.requiredUuid(DEBIT),
                json.requiredUuid(CREDIT),
                json.requiredAmount(AMOUNT),
                HoldTerms.of(json),
                Wording.of(json));
    }

    /** The same of one that moves money at once. */
    public static AskedTransfer ofPlain(PlainFields fields) {
        return new AskedTransfer(
                fields.uuid(DEBIT),
                fields.uuid(CREDIT),
                fields.amount(AMOUNT),
                null,
                Wording.ofPlain(fields));
    }

    public List<UUID> accounts() {
        return List.of(debitAccountId, creditAccountId);
    }

    /** In canonical form, version 1. */
    public CommandWriter write(CommandWriter command) {
        command.uuid(DEBIT, debitAccountId).uuid(CREDIT, creditAccountId).amount(AMOUNT, amount);
        return words.write(hold == null ? command : hold.write(command));
    }

    public static AskedTransfer read(CommandReader command) {
        return new AskedTransfer(
                command.uuid(DEBIT),
                command.uuid(CREDIT),
                command.amount(AMOUNT),
                HoldTerms.read(command),
                Wording.read(command));
    }

    /** What the ledger is to do. */
    public TransferBuilder fill(TransferBuilder transfer, int ledgerNumber, int flags) {
        transfer.debit(LedgerId.of(debitAccountId))
                .credit(LedgerId.of(creditAccountId))
                .amount(amount)
                .ledger(ledgerNumber)
                .kind(TransferKind.TRANSFER);
        return hold == null
                ? transfer.flags(flags)
                : transfer.flags(flags | TransferFlags.PENDING)
                        .timeoutSeconds(hold.timeoutSeconds());
    }
}
