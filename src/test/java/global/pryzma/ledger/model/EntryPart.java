package global.pryzma.ledger.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A transfer of a journal entry: a line alone, or the only two of a currency, if they are of
 * different accounts.
 *
 * @param debit the number of the line that it debits; null if it has only one that it credits
 * @param credit the same the other way round
 */
record EntryPart(@Nullable Integer debit, @Nullable Integer credit) {
    /** The line by whose number it goes. */
    int number() {
        return credit == null ? line(debit) : credit;
    }

    /** The line to be named if that rule is broken. */
    int blamed(Move.Rule broken) {
        return credit != null && (debit == null || broken.isOfCredit()) ? credit : line(debit);
    }

    private static int line(@Nullable Integer number) {
        if (number == null) {
            throw new IllegalStateException("a transfer without lines");
        }
        return number;
    }

    /**
     * In the order in which the ledger has them: what is credited before what is debited, pairs
     * between them.
     *
     * @param currency of a line
     */
    static List<EntryPart> of(List<Line> lines, Function<Line, String> currency) {
        Map<String, List<Integer>> byCurrency = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            byCurrency.computeIfAbsent(currency.apply(lines.get(i)), _ -> new ArrayList<>()).add(i);
        }
        List<Integer> alone = new ArrayList<>();
        List<EntryPart> pairs = new ArrayList<>();
        for (List<Integer> numbers : byCurrency.values()) {
            if (isPair(numbers.stream().map(lines::get).toList())) {
                int first = numbers.getFirst();
                int last = numbers.getLast();
                pairs.add(
                        lines.get(first).debit()
                                ? new EntryPart(first, last)
                                : new EntryPart(last, first));
            } else {
                alone.addAll(numbers);
            }
        }
        alone.sort(
                Comparator.comparing((Integer i) -> currency.apply(lines.get(i)))
                        .thenComparing(i -> lines.get(i).account())
                        .thenComparing(i -> lines.get(i).amount()));
        return Stream.of(
                        alone.stream()
                                .filter(i -> !lines.get(i).debit())
                                .map(i -> new EntryPart(null, i)),
                        pairs.stream(),
                        alone.stream()
                                .filter(i -> lines.get(i).debit())
                                .map(i -> new EntryPart(i, null)))
                .flatMap(it -> it)
                .toList();
    }

    private static boolean isPair(List<Line> ofCurrency) {
        return ofCurrency.size() == 2
                && ofCurrency.getFirst().debit() != ofCurrency.getLast().debit()
                && !ofCurrency.getFirst().account().equals(ofCurrency.getLast().account());
    }
}
