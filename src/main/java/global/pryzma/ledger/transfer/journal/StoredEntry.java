package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * An entry as the ledger's rows tell it: nothing in Postgres is needed for it.
 *
 * @param lines in the order of the request
 * @param timestamp the ledger's, of the entry's own row; it is before those of its lines
 */
record StoredEntry(LedgerId id, List<LineResponse> lines, long timestamp) {
    /**
     * Reads the rows of one entry.
     *
     * @param rows the entry's own first, then its movements in any order
     * @param currency of a ledger number
     */
    static StoredEntry of(List<LedgerTransfer> rows, IntFunction<String> currency) {
        SortedMap<Integer, LineResponse> lines = new TreeMap<>();
        for (LedgerTransfer row : rows.subList(1, rows.size())) {
            TransferFields movement = row.transfer();
            int own = DerivedIds.index(movement.id());
            int other = DerivedIds.index(movement.userData128());
            boolean isPair = other != 0;
            if (isPair) {
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
        LedgerTransfer head = rows.getFirst();
        return new StoredEntry(
                head.transfer().id(), new ArrayList<>(lines.values()), head.timestamp());
    }

    private static LineResponse line(
            TransferFields movement, Side side, IntFunction<String> currency) {
        LedgerId account =
                side == Side.DEBIT ? movement.debitAccountId() : movement.creditAccountId();
        return new LineResponse(
                account.toUuid(),
                side.text(),
                movement.amount().toString(),
                currency.apply(movement.ledger()),
                movement.id().toUuid());
    }
}
