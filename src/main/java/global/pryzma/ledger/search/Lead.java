package global.pryzma.ledger.search;

import java.util.List;

/** Where an index leads to: a question for rows of a table, each of which costs the same. */
public sealed interface Lead {
    String sql();

    List<Object> values();

    /**
     * Rows in the order of the list.
     *
     * @param sql for those before a position, so many at most: its last two parameters
     */
    record Newest(String sql, List<Object> values) implements Lead {
        public Newest {
            values = List.copyOf(values);
        }
    }

    /**
     * Rows in another order, which help where they are few.
     *
     * @param sql for so many at most: its last parameter
     */
    record IfFew(String sql, List<Object> values) implements Lead {
        public IfFew {
            values = List.copyOf(values);
        }
    }
}
