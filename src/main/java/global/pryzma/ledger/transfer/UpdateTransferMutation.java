package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.ChainMutation;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Set;

/**
 * {@code transfers.update}: other words in the row, and a transfer of nothing in the ledger. So the
 * key is used for ever, and the ledger's timestamps tell which of two changes is the later one.
 */
@Singleton
final class UpdateTransferMutation implements ChainMutation<UpdateTransferCommand> {
    private final RecordedJson json;

    UpdateTransferMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "transfers.update";
    }

    @Override
    public Scope scope() {
        return Scope.TRANSFERS_WRITE;
    }

    @Override
    public UpdateTransferCommand decode(int encodingVersion, CommandReader stored) {
        return UpdateTransferCommand.read(stored);
    }

    @Override
    public Set<TransferKind> firstKinds() {
        return Set.of(TransferKind.TRANSFER_WORDS);
    }

    /** Between control accounts, which nothing can refuse: its own may be closed. */
    @Override
    public List<TransferFields> plan(UpdateTransferCommand command, Identity identity) {
        int number = command.before().ledgerNumber();
        return List.of(
                identity.transfer(0)
                        .debit(ControlAccounts.plain(number))
                        .credit(ControlAccounts.neverDebited(number))
                        .amount(Amount.ZERO)
                        .related(LedgerId.of(command.transferId()))
                        .ledger(number)
                        .kind(TransferKind.TRANSFER_WORDS)
                        .build());
    }

    /** Nothing stands in its way but a key that is dead. */
    @Override
    public Problem rejection(int index, TransferResult result) {
        return Problem.of(
                ProblemCode.TRANSFER_REJECTED,
                result == TransferResult.ID_ALREADY_FAILED ? PartRejection.EARLIER : result.rule());
    }

    @Override
    public Conclusion conclude(
            UpdateTransferCommand command, Identity identity, List<LedgerTransfer> transfers) {
        return new Conclusion(
                json.ok(command.before().changed(command.change())),
                TransferWords.changes(
                        command, identity.organisation(), transfers.getFirst().timestamp()));
    }
}
