package global.pryzma.ledger.transfer.journal;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A currency in which what is debited is not what is credited. */
record Imbalance(String currency, BigInteger debits, BigInteger credits) {
    /** The first one by its code, if there is any. */
    static Optional<Imbalance> of(List<EntryLine> lines) {
        Map<String, Imbalance> byCurrency = new TreeMap<>();
        for (EntryLine line : lines) {
            byCurrency.merge(line.currency(), of(line), Imbalance::plus);
        }
        return byCurrency.values().stream().filter(it -> !it.isNone()).findFirst();
    }

    private static Imbalance of(EntryLine line) {
        BigInteger amount = line.amount().toBigInteger();
        return line.side() == Side.DEBIT
                ? new Imbalance(line.currency(), amount, BigInteger.ZERO)
                : new Imbalance(line.currency(), BigInteger.ZERO, amount);
    }

    private Imbalance plus(Imbalance other) {
        return new Imbalance(currency, debits.add(other.debits()), credits.add(other.credits()));
    }

    private boolean isNone() {
        return debits.equals(credits);
    }

    String text() {
        return "in %s the debits are %s and the credits %s".formatted(currency, debits, credits);
    }
}
