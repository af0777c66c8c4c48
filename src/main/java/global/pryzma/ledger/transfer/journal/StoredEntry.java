package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * An entry as the ledger's rows tell it: nothing in Postgres is needed for it.
 *
 * @param head the entry's own row; it is before those of its lines
 * @param lines in the order of the request
 */
record StoredEntry(LedgerTransfer head, List<Line> lines) {
    StoredEntry {
        lines = List.copyOf(lines);
    }

    /** A line and the transfer by which it stands in its account's list. */
    record Line(EntryLine line, LedgerId transfer) {}

    /** The rows of an entry's chain, in its order. */
    static StoredEntry of(List<LedgerTransfer> chain, IntFunction<String> currency) {
        return of(chain.getFirst(), chain.subList(1, chain.size()), currency);
    }

    /**
     * Reads the rows of one entry.
     *
     * @param movements in any order
     * @param currency of a ledger number
     */
    static StoredEntry of(
            LedgerTransfer head, List<LedgerTransfer> movements, IntFunction<String> currency) {
        SortedMap<Integer, Line> lines = new TreeMap<>();
        for (LedgerTransfer row : movements) {
            TransferFields movement = row.transfer();
            int own = DerivedIds.index(movement.id());
            int other = DerivedIds.index(movement.userData128());
            if (other != Movement.NO_LINE) {
                lines.put(own, line(movement, Side.CREDIT, currency));
                lines.put(other, line(movement, Side.DEBIT, currency));
            } else {
                Side side =
                        ControlAccounts.isControl(movement.debitAccountId())
                                ? Side.CREDIT
                                : Side.DEBIT;
                lines.put(own, line(movement, side, currency));
            }
        }
        return new StoredEntry(head, List.copyOf(lines.values()));
    }

    private static Line line(TransferFields movement, Side side, IntFunction<String> currency) {
        LedgerId account =
                side == Side.DEBIT ? movement.debitAccountId() : movement.creditAccountId();
        AskedLine asked = new AskedLine(account.toUuid(), side, movement.amount());
        return new Line(
                new EntryLine(asked, currency.apply(movement.ledger()), movement.ledger()),
                movement.id());
    }

    LedgerId id() {
        return head.transfer().id();
    }

    /** The ledger's, of the entry's own row. */
    long timestamp() {
        return head.timestamp();
    }

    /** The entry that this one takes back. */
    Optional<LedgerId> reverses() {
        return EntryPlan.reversed(head.transfer());
    }
}
