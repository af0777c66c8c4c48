package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.WordedMutation;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Set;

/** {@code journal_entries.create}: one chain, and a row if there are words. */
@Singleton
final class CreateEntryMutation implements WordedMutation<JournalEntryCommand> {
    private final RecordedJson json;

    CreateEntryMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "journal_entries.create";
    }

    @Override
    public JournalEntryCommand decode(int encodingVersion, CommandReader stored) {
        return JournalEntryCommand.read(stored);
    }

    @Override
    public Set<TransferKind> firstKinds() {
        return Set.of(TransferKind.ENTRY);
    }

    @Override
    public List<TransferFields> plan(JournalEntryCommand command, Identity identity) {
        List<EntryLine> lines = command.lines();
        return EntryPlan.chain(EntryPlan.head(lines, identity), lines, identity);
    }

    @Override
    public boolean isToldByLedger(JournalEntryCommand command) {
        return command.text().isEmpty();
    }

    @Override
    public Problem rejection(int index, TransferResult result) {
        return EntryPlan.rejection(index, result);
    }

    @Override
    public Problem rejection(JournalEntryCommand command, int index, TransferResult result) {
        return EntryPlan.rejection(command.lines(), index, result);
    }

    /** A line is a row, besides the entry's own; two may be one. */
    @Override
    public Problem tooLarge(int maxEvents) {
        String detail = "an entry has at most " + (maxEvents - 1) + " lines here";
        return new Problem(
                ProblemCode.INVALID_BODY, detail, List.of(new FieldError(detail, "/lines")));
    }

    @Override
    public Conclusion conclude(
            JournalEntryCommand command, Identity identity, List<LedgerTransfer> transfers) {
        return new Conclusion(
                json.created(
                        EntryResponse.of(
                                StoredEntry.of(transfers, EntryPlan.currencies(command.lines())),
                                command.text(),
                                false)),
                command.text().rows(transfers.getFirst(), identity.organisation()));
    }
}
