package global.pryzma.ledger.postgres;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The settings of a session, or of a transaction, whose statements find every row by an index,
 * whatever the planner knows of the tables: it knows nothing of a new one, and takes a plan that it
 * has made for a small table until somebody analyses it. A statement that joins many keys with a
 * table then reads all of the table.
 *
 * <p>The settings can't forbid that it reads a whole index, which looks cheaper than some looks
 * into it where the table had next to no rows. So a statement that joins a table that grows says
 * {@code t.id = ANY (ARRAY[i])} in place of {@code t.id = i}: the index finds the row as well, but
 * the planner takes a plain equation for a reason to read the index in its order, to merge by it,
 * and this one not.
 */
public final class OnlyByIndex {
    private static final List<String> OFF =
            List.of(
                    "enable_seqscan",
                    "enable_bitmapscan",
                    "enable_hashjoin",
                    "enable_mergejoin",
                    // What can't be done without a plan that is off costs so much by the older
                    // planners' count that they would compile it first.
                    "jit");

    /** For the rest of the transaction. */
    public static final String IN_THIS_TRANSACTION = statements("SET LOCAL");

    /** For as long as the connection lives. */
    static final String IN_THIS_SESSION = statements("SET");

    private OnlyByIndex() {}

    private static String statements(String set) {
        return OFF.stream()
                .map(setting -> set + " " + setting + " = off")
                .collect(Collectors.joining("; "));
    }
}
