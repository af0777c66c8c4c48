package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One transfer of an entry: a line and the clearing account, or the two lines of a currency that
 * has no others. Each has the index of its line, counted from 1; that of two lines has the index of
 * the credited one, and names the other one's id as related.
 */
sealed interface Movement {
    /** The first index of a line: 0 is the entry's own. */
    int FIRST_INDEX = 1;

    /** The index that no line has. */
    int NO_LINE = 0;

    /** The number of the line, from 0, that is to blame when the ledger refuses this. */
    int blamed(TransferResult why);

    /** The transfer, in a chain. */
    TransferBuilder transfer(Identity identity);

    /** A line that has its counterpart in the clearing account. */
    record OfLine(int number, EntryLine line) implements Movement {
        @Override
        public int blamed(TransferResult why) {
            return number;
        }

        @Override
        public TransferBuilder transfer(Identity identity) {
            LedgerId clearing = ControlAccounts.clearing(line.ledgerNumber());
            boolean debit = line.side() == Side.DEBIT;
            return of(identity, number, line)
                    .debit(debit ? line.account() : clearing)
                    .credit(debit ? clearing : line.account())
                    .related(identity.id());
        }
    }

    /** The only two lines of a currency, of different accounts. */
    record OfPair(int debitNumber, EntryLine debit, int creditNumber, EntryLine credit)
            implements Movement {
        @Override
        public int blamed(TransferResult why) {
            return switch (why) {
                case CREDIT_ACCOUNT_NOT_FOUND,
                        CREDIT_ACCOUNT_ALREADY_CLOSED,
                        EXCEEDS_DEBITS,
                        OVERFLOWS_CREDITS,
                        OVERFLOWS_CREDITS_POSTED,
                        OVERFLOWS_CREDITS_PENDING ->
                        creditNumber;
                default -> debitNumber;
            };
        }

        @Override
        public TransferBuilder transfer(Identity identity) {
            return of(identity, creditNumber, credit)
                    .debit(debit.account())
                    .credit(credit.account())
                    .related(identity.ids().id(debitNumber + FIRST_INDEX));
        }
    }

    private static TransferBuilder of(Identity identity, int number, EntryLine line) {
        return identity.transfer(number + FIRST_INDEX)
                .amount(line.amount())
                .ledger(line.ledgerNumber())
                .kind(TransferKind.TRANSFER);
    }

    /**
     * The transfers of an entry in the order of the chain, which does not depend on the order of
     * the lines: what is credited comes before what is debited, so that a line may spend what
     * another one brings; and of several that the ledger would refuse it names the same one.
     */
    static List<Movement> of(List<EntryLine> lines) {
        Map<Integer, List<OfLine>> byLedger = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            byLedger.computeIfAbsent(lines.get(i).ledgerNumber(), _ -> new ArrayList<>())
                    .add(new OfLine(i, lines.get(i)));
        }
        List<OfLine> credits = new ArrayList<>();
        List<Movement> pairs = new ArrayList<>();
        List<OfLine> debits = new ArrayList<>();
        for (List<OfLine> ofCurrency : byLedger.values()) {
            Optional<Movement> pair = pair(ofCurrency);
            pair.ifPresentOrElse(
                    pairs::add,
                    () -> {
                        ofCurrency.stream().filter(Movement::isCredit).forEach(credits::add);
                        ofCurrency.stream().filter(it -> !isCredit(it)).forEach(debits::add);
                    });
        }
        List<Movement> ordered = new ArrayList<>();
        credits.stream().sorted(ORDER).forEach(ordered::add);
        ordered.addAll(pairs);
        debits.stream().sorted(ORDER).forEach(ordered::add);
        return ordered;
    }

    /** By what the ledger judges; lines that are the same in it are the same to it. */
    Comparator<OfLine> ORDER =
            Comparator.comparingInt((OfLine it) -> it.line().ledgerNumber())
                    .thenComparing(it -> it.line().asked().accountId())
                    .thenComparing(it -> it.line().amount());

    private static boolean isCredit(OfLine movement) {
        return movement.line().side() == Side.CREDIT;
    }

    private static Optional<Movement> pair(List<OfLine> ofCurrency) {
        if (ofCurrency.size() != 2) {
            return Optional.empty();
        }
        OfLine first = ofCurrency.getFirst();
        OfLine second = ofCurrency.getLast();
        if (first.line().side() == second.line().side()
                || first.line().account().equals(second.line().account())) {
            return Optional.empty();
        }
        OfLine debit = isCredit(first) ? second : first;
        OfLine credit = isCredit(first) ? first : second;
        return Optional.of(
                new OfPair(debit.number(), debit.line(), credit.number(), credit.line()));
    }
}
