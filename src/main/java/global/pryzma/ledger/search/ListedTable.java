package global.pryzma.ledger.search;

import java.util.List;
import java.util.UUID;

/**
 * A table whose rows are listed, newest first.
 *
 * @param position the column with a row's place in the list of its organisation
 * @param kind of its rows in {@code metadata_entry}, permanent
 */
public record ListedTable(String name, String position, int kind) {
    /** All rows of an organisation. */
    Lead ofOrganisation(UUID organisation) {
        return newest("organisation_id = ?", organisation);
    }

    /**
     * The rows that this holds for, in the order of an index that has their position.
     *
     * @param condition with a parameter for each value
     */
    public Lead newest(String condition, Object... values) {
        return new Lead.Newest(
                "SELECT * FROM %1$s WHERE %2$s AND %3$s < ? ORDER BY %3$s DESC LIMIT ?"
                        .formatted(name, condition, position),
                List.of(values));
    }

    /**
     * The same where an index has the negative position: no other one gives this order, so that
     * nothing is read and passed over.
     */
    public Lead newestByNegative(String condition, Object... values) {
        return new Lead.Newest(
                "SELECT * FROM %1$s WHERE %2$s AND -%3$s > -(?::bigint) ORDER BY -%3$s LIMIT ?"
                        .formatted(name, condition, position),
                List.of(values));
    }
}
