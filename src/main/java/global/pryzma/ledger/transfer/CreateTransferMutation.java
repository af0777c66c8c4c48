package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
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
        return List.of(
                command.asked().fill(identity.transfer(0), command.ledgerNumber(), 0).build());
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
                TransferWords.rows(transfers.getFirst(), identity.organisation(), words));
    }
}
