package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.transfer.TransferWords;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a client says of an entry.
 *
 * @param rate of exchange, a decimal for the record; nothing is computed with it
 */
record EntryText(Wording words, @Nullable String rate) {
    static final EntryText NONE = new EntryText(Wording.NONE, null);

    boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * What is to be written for an entry: nothing for one without words.
     *
     * @param head the entry's own row
     */
    List<RowWrite> rows(LedgerTransfer head, UUID organisation) {
        List<RowWrite> rows = new ArrayList<>(TransferWords.rows(head, organisation, words));
        if (rate != null) {
            rows.add(RateRows.INSERT.row(new RateRow(head.transfer().id().toUuid(), rate)));
        }
        return rows;
    }
}
