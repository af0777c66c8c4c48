package global.pryzma.ledger.statement;

import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.transfer.TransferSnapshot;

import java.util.Locale;

/** What an entry of an account is. The names on the wire are permanent. */
public enum EntryKind {
    /** Money has moved at once; an item of a batch is one as well. */
    TRANSFER,
    /** Money is held, and has not moved. */
    HOLD,
    /** What was held has moved, or a part of it. */
    POST,
    /** What was held has been given back. */
    VOID,
    /** Money of an earlier transfer has moved back. */
    REVERSAL,
    /** A line of a journal entry. */
    LINE;

    /** The kind of a row that a client sees. */
    static EntryKind of(TransferFields row) {
        if ((row.flags() & TransferFlags.PENDING) != 0) {
            return HOLD;
        }
        if ((row.flags() & TransferFlags.POST_PENDING) != 0) {
            return POST;
        }
        if ((row.flags() & TransferFlags.VOID_PENDING) != 0) {
            return VOID;
        }
        if (TransferSnapshot.journalEntryOf(row).isPresent()) {
            return LINE;
        }
        return TransferSnapshot.reversedBy(row).isNone() ? TRANSFER : REVERSAL;
    }

    /** Whether its amount is in the balances after it. */
    public boolean isPosted() {
        return this != HOLD && this != VOID;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
