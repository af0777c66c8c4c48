package global.pryzma.ledger.postgres.rows;

import static global.pryzma.ledger.postgres.rows.SqlArrays.array;
import static global.pryzma.ledger.postgres.rows.SqlArrays.uuids;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The places of one kind, of which each organisation has so many: a row of {@code t} for each that
 * is taken, by the id of what has it, and a row of {@code t_count} with their number for each
 * organisation. It is <em>open</em> as long as it may be given up, and names the key on which that
 * depends.
 *
 * <p>Whoever adds or takes away rows holds the lock of the number ({@link #raise}) before, of all
 * the organisations that it concerns, and till its transaction ends: so the number is that of the
 * rows, nobody takes the last place twice, and no two wait for each other.
 *
 * @param table the table of the rows
 * @param limit an expression of SQL for how many places {@code c.organisation_id} has
 */
public record Places(String table, String limit) {
    private static final String RAISE =
            """
            INSERT INTO %1$s_count AS c (organisation_id, taken)
            SELECT o, n FROM unnest(?::uuid[], ?::bigint[]) AS more (o, n)
            ON CONFLICT (organisation_id) DO UPDATE SET taken = c.taken + EXCLUDED.taken
            RETURNING c.organisation_id, c.taken, %2$s\
            """;

    private static final String TAKE =
            """
            INSERT INTO %1$s (id, organisation_id, key)
            SELECT i, o, k FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) AS wanted (i, o, k)
            ON CONFLICT (id) DO NOTHING
            RETURNING id, organisation_id\
            """;

    private static final String SETTLE =
            """
            UPDATE %1$s p SET key = NULL FROM unnest(?::uuid[]) AS settled (i)
            WHERE p.id = ANY (ARRAY[i]) AND p.key IS NOT NULL\
            """;

    private static final String GIVE_UP =
            """
            DELETE FROM %1$s p USING unnest(?::uuid[]) AS given (i)
            WHERE p.id = ANY (ARRAY[i]) AND p.key IS NOT NULL
            RETURNING p.id, p.organisation_id\
            """;

    private static final String OPEN =
            "SELECT key FROM %1$s WHERE organisation_id = ? AND key IS NOT NULL";

    private static final String UNSETTLED =
            """
            SELECT i, o FROM unnest(?::uuid[], ?::uuid[]) AS asked (i, o)
            WHERE NOT EXISTS (SELECT FROM %1$s p WHERE p.id = ANY (ARRAY[i]) AND p.key IS NULL)\
            """;

    /**
     * A place that is wanted.
     *
     * @param id of what is to have it
     * @param key on which it depends; null for what is there already
     */
    public record Wanted(UUID id, UUID organisation, @Nullable UUID key) {}

    /**
     * How many an organisation has.
     *
     * @param taken with what was added
     */
    public record Room(long taken, long limit) {}

    /** Adds to the numbers, or 0 for their locks alone. */
    public Map<UUID, Room> raise(Connection connection, Map<UUID, Integer> more)
            throws SQLException {
        Map<UUID, Room> rooms = new HashMap<>();
        if (more.isEmpty()) {
            return rooms;
        }
        // As Postgres sorts them is of no matter; only that all do it alike.
        SortedMap<UUID, Integer> sorted = new TreeMap<>(more);
        try (PreparedStatement statement =
                connection.prepareStatement(RAISE.formatted(table, limit))) {
            set(
                    statement,
                    uuids(connection, sorted.keySet(), it -> it),
                    array(connection, "bigint", sorted.values(), Integer::longValue));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rooms.put(
                            rows.getObject(1, UUID.class),
                            new Room(rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        return rooms;
    }

    /** Takes places; returns the ids of those that did not have theirs before. */
    public Set<UUID> take(Connection connection, Collection<Wanted> wanted) throws SQLException {
        return wanted.isEmpty() ? Set.of() : new HashSet<>(takeAnew(connection, wanted).keySet());
    }

    private Map<UUID, UUID> takeAnew(Connection connection, Collection<Wanted> wanted)
            throws SQLException {
        return ids(
                connection,
                TAKE,
                uuids(connection, wanted, Wanted::id),
                uuids(connection, wanted, Wanted::organisation),
                uuids(connection, wanted, Wanted::key));
    }

    /** Those that have a place keep it. */
    public void settle(Connection connection, Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(SETTLE.formatted(table))) {
            set(statement, sorted(connection, ids));
            statement.executeUpdate();
        }
    }

    /** Gives up open places. The locks of the numbers are held; these are lowered. */
    public void giveUp(Connection connection, Collection<UUID> ids) throws SQLException {
        if (!ids.isEmpty()) {
            Map<UUID, UUID> gone = ids(connection, GIVE_UP, sorted(connection, ids));
            raise(connection, count(gone.values(), -1));
        }
    }

    /** The keys on which the organisation's open places depend. */
    public List<UUID> open(Connection connection, UUID organisation) throws SQLException {
        List<UUID> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OPEN.formatted(table))) {
            statement.setObject(1, organisation);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return keys;
    }

    /** Sees to it that what is there has its place, however many there are. */
    public void keep(Connection connection, Collection<Wanted> there) throws SQLException {
        if (there.isEmpty()) {
            return;
        }
        Map<UUID, UUID> unsettled =
                ids(
                        connection,
                        UNSETTLED,
                        uuids(connection, there, Wanted::id),
                        uuids(connection, there, Wanted::organisation));
        if (unsettled.isEmpty()) {
            return;
        }
        raise(connection, count(unsettled.values(), 0));
        settle(connection, unsettled.keySet());
        List<Wanted> missing =
                there.stream().filter(place -> unsettled.containsKey(place.id())).toList();
        raise(connection, count(takeAnew(connection, missing).values(), 1));
    }

    /** So many times each organisation stands there. */
    public static Map<UUID, Integer> count(Collection<UUID> organisations, int each) {
        Map<UUID, Integer> counts = new HashMap<>();
        organisations.forEach(organisation -> counts.merge(organisation, each, Integer::sum));
        return counts;
    }

    /** Pairs of ids; the first ones are all different. */
    private Map<UUID, UUID> ids(Connection connection, String sql, Array... columns)
            throws SQLException {
        Map<UUID, UUID> pairs = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql.formatted(table))) {
            set(statement, columns);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pairs.put(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class));
                }
            }
        }
        return pairs;
    }

    /** Rows are locked in one order. */
    private static Array sorted(Connection connection, Collection<UUID> ids) throws SQLException {
        return uuids(connection, new TreeSet<>(ids), it -> it);
    }

    private static void set(PreparedStatement statement, Array... columns) throws SQLException {
        for (int i = 0; i < columns.length; i++) {
            statement.setArray(i + 1, columns[i]);
        }
    }
}
