package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.transfer.PartRejection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The chain of an entry: the entry's own row, by which it is found, and its movements. The row is
 * in the smallest of the ledger numbers.
 */
final class EntryPlan {
    private EntryPlan() {}

    /** The entry's own row for one that is no reversal: moves nothing, and counts the lines. */
    static TransferBuilder head(List<EntryLine> lines, Identity identity) {
        int number = ledgerNumber(lines);
        return identity.transfer(0)
                .debit(ControlAccounts.plain(number))
                .credit(ControlAccounts.clearing(number))
                .amount(Amount.ZERO)
                .related(new LedgerId(0, lines.size()))
                .ledger(number)
                .kind(TransferKind.ENTRY);
    }

    /** How many lines an entry with this row of its own has at most. */
    static int lines(TransferFields head) {
        // A reversal's row names the entry in that place.
        return reversed(head).isPresent() ? CreateEntry.MAX_LINES : (int) head.userData128().low();
    }

    /** The entry that the one with this row takes back. */
    static Optional<LedgerId> reversed(TransferFields head) {
        return Optional.of(head.userData128()).filter(it -> it.high() != 0);
    }

    /** The ledger number of the entry's own row. */
    static int ledgerNumber(List<EntryLine> lines) {
        return lines.stream().mapToInt(EntryLine::ledgerNumber).min().orElseThrow();
    }

    static List<TransferFields> chain(
            TransferBuilder head, List<EntryLine> lines, Identity identity) {
        List<TransferBuilder> rows = new ArrayList<>();
        rows.add(head);
        Movement.of(lines).forEach(movement -> rows.add(movement.transfer(identity)));
        rows.subList(0, rows.size() - 1).forEach(row -> row.flags(TransferFlags.LINKED));
        return rows.stream().map(TransferBuilder::build).toList();
    }

    /** The currency of each of the lines' ledger numbers. */
    static IntFunction<String> currencies(List<EntryLine> lines) {
        Map<Integer, String> byNumber = new HashMap<>();
        lines.forEach(line -> byNumber.put(line.ledgerNumber(), line.currency()));
        return number -> Objects.requireNonNull(byNumber.get(number));
    }

    /**
     * What a caller is told when the ledger has refused a link of the chain, whichever line it is.
     */
    static Problem rejection(int index, TransferResult why) {
        return index == 0
                ? PartRejection.OF_DEAD_KEY
                : Problem.of(PartRejection.code(why), why.rule());
    }

    /** The same with the line that is to blame. */
    static Problem rejection(List<EntryLine> lines, int index, TransferResult why) {
        if (index == 0) {
            return PartRejection.OF_DEAD_KEY;
        }
        int line = Movement.of(lines).get(index - 1).blamed(why);
        return PartRejection.at("/lines/" + line, why, why.rule());
    }
}
