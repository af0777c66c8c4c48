package global.pryzma.ledger.postgres;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The settings of a session, or of a transaction, whose statements find every row by an index,
 * whatever the planner knows of the tables: it knows nothing of a new one, and takes a plan that it
 * has made for a small table until somebody analyses it. A statement that joins many keys with a
 * table then reads all of the table.
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

    /**
     * For as long as the connection lives. Its statements have one plan each, so that it is made
     * once: the planner would make it anew for every batch, which takes longer than a small one.
     */
    static final String IN_THIS_SESSION =
            statements("SET") + "; SET plan_cache_mode = force_generic_plan";

    private OnlyByIndex() {}

    private static String statements(String set) {
        return OFF.stream()
                .map(setting -> set + " " + setting + " = off")
                .collect(Collectors.joining("; "));
    }
}
