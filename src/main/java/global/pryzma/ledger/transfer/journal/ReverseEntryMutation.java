package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.WordedMutation;
import global.pryzma.ledger.transfer.reversal.Remainders;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Set;

/**
 * {@code journal_entries.reverse}: one chain, an entry with all lines on the other side. Its own
 * row takes the one unit that is left of the entry to be reversed, so that it happens once.
 */
@Singleton
final class ReverseEntryMutation implements WordedMutation<ReverseEntryCommand> {
    /** An entry is reversed as a whole. */
    static final Amount WHOLE = Amount.of(1);

    private static final int HEAD = 0;

    private final RecordedJson json;

    ReverseEntryMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "journal_entries.reverse";
    }

    @Override
    public ReverseEntryCommand decode(int encodingVersion, CommandReader stored) {
        return ReverseEntryCommand.read(stored);
    }

    @Override
    public Set<TransferKind> firstKinds() {
        return Set.of(TransferKind.ENTRY);
    }

    @Override
    public List<TransferFields> plan(ReverseEntryCommand command, Identity identity) {
        LedgerId original = LedgerId.of(command.entryId());
        TransferBuilder head =
                identity.transfer(HEAD)
                        .debit(Remainders.accountOf(original))
                        .credit(Remainders.sourceOf(original))
                        .amount(WHOLE)
                        .related(original)
                        .ledger(EntryPlan.ledgerNumber(command.lines()))
                        .kind(TransferKind.ENTRY);
        return EntryPlan.chain(head, command.lines(), identity);
    }

    @Override
    public Problem rejection(int index, TransferResult result) {
        return isReversedAlready(index, result)
                ? Problem.of(ProblemCode.CONFLICT, "it is reversed already")
                : EntryPlan.rejection(index, result);
    }

    @Override
    public Problem rejection(ReverseEntryCommand command, int index, TransferResult result) {
        return isReversedAlready(index, result)
                ? rejection(index, result)
                : EntryPlan.rejection(command.lines(), index, result);
    }

    private static boolean isReversedAlready(int index, TransferResult result) {
        return index == HEAD && result == TransferResult.EXCEEDS_CREDITS;
    }

    @Override
    public Conclusion conclude(
            ReverseEntryCommand command, Identity identity, List<LedgerTransfer> transfers) {
        EntryText text = new EntryText(command.words(), null);
        StoredEntry entry = StoredEntry.of(transfers, EntryPlan.currencies(command.lines()));
        return new Conclusion(
                json.created(EntryResponse.of(entry, text, false)),
                text.rows(transfers.getFirst(), identity.organisation()));
    }
}
