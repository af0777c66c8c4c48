package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.words.Wording;
import global.pryzma.ledger.words.WordingChange;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The words of a movement of money, for which the ledger has no place, on their way to a row. */
public final class TransferWords {
    private TransferWords() {}

    /** What is to be written for a movement: nothing for one without words. */
    public static List<RowWrite> rows(LedgerTransfer movement, UUID organisation, Wording words) {
        return words.isEmpty()
                ? List.of()
                : List.of(
                        TransferTextRows.INSERT.row(
                                TransferTextRow.of(movement, organisation, words)));
    }

    /**
     * What is to be written for a change of them: only what it is about, since another one may be
     * under way, and a row to write it to, since the movement may have none.
     *
     * @param asOfNanos the ledger's timestamp of the change
     */
    static List<RowWrite> changes(
            UpdateTransferCommand command, UUID organisation, long asOfNanos) {
        UUID row = command.transferId();
        WordingChange change = command.change();
        Wording replaced = change.appliedTo(Wording.NONE);
        List<RowWrite> rows = new ArrayList<>();
        rows.add(
                TransferTextRows.FOR_CHANGE.row(
                        TransferTextRow.begun(row, organisation, command.madeAtNanos())));
        if (!(change.description() instanceof FieldChange.Kept)) {
            rows.add(TransferTextRows.DESCRIPTION.set(row, replaced.description(), asOfNanos));
        }
        if (!(change.metadata() instanceof FieldChange.Kept)) {
            rows.add(TransferTextRows.METADATA.set(row, replaced.metadata().column(), asOfNanos));
        }
        return rows;
    }
}
