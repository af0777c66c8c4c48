package global.pryzma.ledger.search;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One thing that is asked of a row.
 *
 * @param condition with a parameter for each value
 * @param lead to the rows that it holds for; null where no index does
 */
public record Criterion(String condition, List<Object> values, @Nullable Lead lead) {
    public Criterion {
        values = List.copyOf(values);
    }

    public static Criterion led(Lead lead, String condition, Object... values) {
        return new Criterion(condition, List.of(values), lead);
    }

    public static Criterion of(String condition, Object... values) {
        return new Criterion(condition, List.of(values), null);
    }
}
