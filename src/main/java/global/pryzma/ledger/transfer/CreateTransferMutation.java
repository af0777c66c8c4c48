package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.List;

/** {@code transfers.create}: one transfer in the ledger, and a row if it has words. */
@Singleton
final class CreateTransferMutation implements WordedMutation<CreateTransferCommand> {
    private final RecordedJson json;

    CreateTransferMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "transfers.create";
    }

    @Override
    public CreateTransferCommand decode(int encodingVersion, CommandReader stored) {
        return CreateTransferCommand.read(stored);
    }

    @Override
    public List<TransferFields> plan(CreateTransferCommand command, Identity identity) {
        TransferBuilder transfer =
                identity.transfer(0)
                        .debit(LedgerId.of(command.debitAccountId()))
                        .credit(LedgerId.of(command.creditAccountId()))
                        .amount(command.amount())
                        .ledger(command.ledgerNumber())
                        .kind(TransferKind.TRANSFER);
        HoldTerms hold = command.hold();
        if (hold != null) {
            transfer.flags(TransferFlags.PENDING).timeoutSeconds(hold.timeoutSeconds());
        }
        return List.of(transfer.build());
    }

    @Override
    public Conclusion conclude(
            CreateTransferCommand command, Identity identity, List<LedgerTransfer> transfers) {
        Wording words = command.words();
        return new Conclusion(
                json.created(
                        TransferResponse.of(
                                TransferSnapshot.created(
                                        transfers.getFirst(), command.currency(), words))),
                TransferWords.rows(identity.id(), identity.organisation(), words));
    }
}
