package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.List;

/** {@code transfers.create}: one transfer in the ledger, and a row if it has words. */
@Singleton
final class CreateTransferMutation implements Mutation<CreateTransferCommand> {
    private static final String REFERENCE = "transfer.reference";

    private final RecordedJson json;

    CreateTransferMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "transfers.create";
    }

    @Override
    public Scope scope() {
        return Scope.TRANSFERS_WRITE;
    }

    @Override
    public byte[] content(CreateTransferCommand command) {
        return command.content();
    }

    @Override
    public byte[] encode(CreateTransferCommand command) {
        return command.encode();
    }

    @Override
    public CreateTransferCommand decode(int encodingVersion, byte[] encoded) {
        if (encodingVersion != 1) {
            throw new IllegalArgumentException("unknown encoding version " + encodingVersion);
        }
        return CreateTransferCommand.decode(encoded);
    }

    @Override
    public Plan plan(CreateTransferCommand command, Identity identity) {
        return new Plan.Transfers(
                List.of(
                        new TransferFields(
                                identity.id(),
                                LedgerId.of(command.debitAccountId()),
                                LedgerId.of(command.creditAccountId()),
                                command.amount(),
                                LedgerId.NONE,
                                LedgerId.NONE,
                                identity.fingerprint64(),
                                identity.encodingVersion(),
                                0,
                                command.ledgerNumber(),
                                TransferKind.TRANSFER.code(),
                                0)));
    }

    @Override
    public List<Reservation> reservations(CreateTransferCommand command) {
        return command.reference() == null
                ? List.of()
                : List.of(new Reservation(REFERENCE, command.reference()));
    }

    @Override
    public Conclusion conclude(CreateTransferCommand command, Identity identity, Applied applied) {
        if (!(applied instanceof Applied.Transfers(List<LedgerTransfer> transfers))) {
            throw new IllegalArgumentException("not what was planned: " + applied);
        }
        TransferTextRow text =
                new TransferTextRow(
                        identity.id().toUuid(),
                        identity.organisation(),
                        command.description(),
                        command.reference(),
                        JsonColumns.ofTextMap(command.metadata()));
        return new Conclusion(
                json.created(TransferResponse.of(transfers.getFirst(), command.currency(), text)),
                command.hasText() ? List.of(TransferTextRows.INSERT.row(text)) : List.of());
    }
}
