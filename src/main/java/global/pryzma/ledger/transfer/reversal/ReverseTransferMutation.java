package global.pryzma.ledger.transfer.reversal;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.TransferResponse;
import global.pryzma.ledger.transfer.TransferSnapshot;
import global.pryzma.ledger.transfer.TransferWords;
import global.pryzma.ledger.transfer.WordedMutation;

import jakarta.inject.Singleton;

import java.util.List;

/**
 * {@code transfers.reverse}: one chain of the opposite transfer, and of the same amount taken from
 * what is left of the original to be reversed. So both happen or neither, and the sum of all
 * reversals never exceeds the original.
 */
@Singleton
final class ReverseTransferMutation implements WordedMutation<ReverseTransferCommand> {
    private static final int TRANSFER = 0;
    private static final int REMAINDER = 1;

    private final RecordedJson json;

    ReverseTransferMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "transfers.reverse";
    }

    @Override
    public ReverseTransferCommand decode(int encodingVersion, CommandReader stored) {
        return ReverseTransferCommand.read(stored);
    }

    @Override
    public List<TransferFields> plan(ReverseTransferCommand command, Identity identity) {
        ReversedTransfer original = command.original();
        LedgerId id = LedgerId.of(original.id());
        return List.of(
                identity.transfer(TRANSFER)
                        .debit(LedgerId.of(original.creditAccountId()))
                        .credit(LedgerId.of(original.debitAccountId()))
                        .amount(command.amount())
                        .related(id)
                        .ledger(original.ledgerNumber())
                        .kind(TransferKind.TRANSFER)
                        .flags(TransferFlags.LINKED)
                        .build(),
                identity.transfer(REMAINDER)
                        .debit(Remainders.accountOf(id))
                        .credit(Remainders.sourceOf(id))
                        .amount(command.amount())
                        .related(id)
                        .ledger(original.ledgerNumber())
                        .kind(TransferKind.REVERSED)
                        .build());
    }

    @Override
    public Problem rejection(int index, TransferResult result) {
        if (isTooMuch(index, result)) {
            return conflict("less than that is left to be reversed");
        }
        return switch (result) {
            case DEBIT_ACCOUNT_ALREADY_CLOSED ->
                    conflict("the account that the money would come from is frozen or closed");
            case CREDIT_ACCOUNT_ALREADY_CLOSED ->
                    conflict("the account that the money would go to is frozen or closed");
            default -> WordedMutation.super.rejection(index, result);
        };
    }

    @Override
    public Problem rejection(
            ReverseTransferCommand command,
            int index,
            TransferResult result,
            List<LedgerAccount> told) {
        return told.isEmpty()
                ? rejection(index, result)
                : conflict(Remainder.of(told.getFirst()).tooLittle());
    }

    @Override
    public List<LedgerId> toldOf(ReverseTransferCommand command, int index, TransferResult result) {
        return isTooMuch(index, result)
                ? List.of(Remainders.accountOf(LedgerId.of(command.original().id())))
                : List.of();
    }

    /**
     * Nothing else kills the id of the second link, so that a dead one says the same: an earlier
     * try has died before it could be recorded.
     */
    private static boolean isTooMuch(int index, TransferResult result) {
        return index == REMAINDER
                && (result == TransferResult.EXCEEDS_CREDITS
                        || result == TransferResult.ID_ALREADY_FAILED);
    }

    private static Problem conflict(String detail) {
        return Problem.of(ProblemCode.CONFLICT, detail);
    }

    @Override
    public Conclusion conclude(
            ReverseTransferCommand command, Identity identity, List<LedgerTransfer> transfers) {
        return new Conclusion(
                json.created(
                        TransferResponse.of(
                                TransferSnapshot.created(
                                        transfers.getFirst(),
                                        command.original().currency(),
                                        command.words()))),
                TransferWords.rows(transfers.getFirst(), identity.organisation(), command.words()));
    }
}
