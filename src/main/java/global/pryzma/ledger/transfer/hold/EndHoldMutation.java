package global.pryzma.ledger.transfer.hold;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.CompanionIds;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.TransferResponse;
import global.pryzma.ledger.transfer.TransferWords;
import global.pryzma.ledger.transfer.WordedMutation;

import java.util.List;

/**
 * The end of a hold: one chain of the row that resolves it in the ledger, and its marker.
 *
 * <p>The ledger resolves a hold once and for all, so that of many ends one is carried out, and the
 * others learn how it ended. The row of the hold doesn't change with it, and the ledger has no
 * question for what became of it; so the marker, whose id follows from the hold's, tells it to
 * whoever looks at the hold, a hundred at once if need be.
 */
abstract class EndHoldMutation implements WordedMutation<EndHoldCommand> {
    private static final String OPEN_AGAIN =
            " account is frozen or closed: a void gives the money back, and once the account is"
                    + " active, a post with a new key moves it";

    private final RecordedJson json;

    EndHoldMutation(RecordedJson json) {
        this.json = json;
    }

    /** Bit of {@link TransferFlags} of the row that resolves the hold. */
    abstract int resolution();

    /** The amount of that row. */
    abstract Amount amount(EndHoldCommand command);

    abstract TransferKind marker();

    @Override
    public final EndHoldCommand decode(int encodingVersion, CommandReader stored) {
        return EndHoldCommand.read(stored);
    }

    @Override
    public final List<TransferFields> plan(EndHoldCommand command, Identity identity) {
        LedgerId hold = LedgerId.of(command.hold().id());
        int number = command.hold().ledgerNumber();
        return List.of(
                identity.transfer(0)
                        // The ledger takes both from the hold.
                        .debit(LedgerId.NONE)
                        .credit(LedgerId.NONE)
                        .amount(amount(command))
                        .pending(hold)
                        .related(hold)
                        .ledger(number)
                        .kind(TransferKind.TRANSFER)
                        .flags(TransferFlags.LINKED | resolution())
                        .build(),
                identity.transfer(CompanionIds.first(hold))
                        .debit(ControlAccounts.plain(number))
                        .credit(ControlAccounts.neverDebited(number))
                        .amount(Amount.ZERO)
                        .related(identity.id())
                        .ledger(number)
                        .kind(marker())
                        .build());
    }

    @Override
    public final Problem rejection(int index, TransferResult result) {
        return switch (result) {
            case PENDING_TRANSFER_ALREADY_POSTED -> conflict("the hold was posted already");
            case PENDING_TRANSFER_ALREADY_VOIDED -> conflict("the hold was voided already");
            case PENDING_TRANSFER_EXPIRED -> conflict("the hold has expired");
            case DEBIT_ACCOUNT_ALREADY_CLOSED -> conflict("the debited" + OPEN_AGAIN);
            case CREDIT_ACCOUNT_ALREADY_CLOSED -> conflict("the credited" + OPEN_AGAIN);
            // What is held is there: no rule about funds is asked again.
            case EXCEEDS_CREDITS -> Problem.of(ProblemCode.TRANSFER_REJECTED, result.rule());
            default -> WordedMutation.super.rejection(index, result);
        };
    }

    private static Problem conflict(String detail) {
        return Problem.of(ProblemCode.CONFLICT, detail);
    }

    @Override
    public final Conclusion conclude(
            EndHoldCommand command, Identity identity, List<LedgerTransfer> transfers) {
        return new Conclusion(
                json.created(TransferResponse.of(command.hold().resolved(transfers.getFirst()))),
                TransferWords.rows(transfers.getFirst(), identity.organisation(), command.words()));
    }
}
