package global.pryzma.ledger.transfer;

import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.words.Wording;

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
}
