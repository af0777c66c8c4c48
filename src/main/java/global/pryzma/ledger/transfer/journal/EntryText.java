package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.transfer.TransferWords;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

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

    /** What is to be written for an entry: nothing for one without words. */
    List<RowWrite> rows(Identity identity) {
        List<RowWrite> rows =
                new ArrayList<>(TransferWords.rows(identity.id(), identity.organisation(), words));
        if (rate != null) {
            rows.add(RateRows.INSERT.row(new RateRow(identity.id().toUuid(), rate)));
        }
        return rows;
    }
}
