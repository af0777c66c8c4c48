package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.ledger.LedgerId;
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
    public static List<RowWrite> rows(LedgerId id, UUID organisation, Wording words) {
        return words.isEmpty()
                ? List.of()
                : List.of(
                        TransferTextRows.INSERT.row(
                                TransferTextRow.of(id.toUuid(), organisation, words)));
    }

    /**
     * What is to be written for a change of them: only what it is about, since another one may be
     * under way, and a row to write it to, since the movement may have none.
     *
     * @param asOfNanos the ledger's timestamp of the change
     */
    static List<RowWrite> changes(
            LedgerId id, UUID organisation, WordingChange change, long asOfNanos) {
        UUID row = id.toUuid();
        Wording replaced = change.appliedTo(Wording.NONE);
        List<RowWrite> rows = new ArrayList<>();
        rows.add(
                TransferTextRows.FOR_CHANGE.row(
                        TransferTextRow.of(row, organisation, Wording.NONE)));
        if (!(change.description() instanceof FieldChange.Kept)) {
            rows.add(TransferTextRows.DESCRIPTION.set(row, replaced.description(), asOfNanos));
        }
        if (!(change.metadata() instanceof FieldChange.Kept)) {
            rows.add(TransferTextRows.METADATA.set(row, replaced.metadata().column(), asOfNanos));
        }
        return rows;
    }
}
