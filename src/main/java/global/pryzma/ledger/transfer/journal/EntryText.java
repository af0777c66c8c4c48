package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;

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
        return isEmpty()
                ? List.of()
                : List.of(
                        EntryTextRows.INSERT.row(
                                EntryTextRow.of(
                                        identity.id().toUuid(), identity.organisation(), this)));
    }
}
