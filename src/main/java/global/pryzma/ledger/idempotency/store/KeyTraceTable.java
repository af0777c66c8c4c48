package global.pryzma.ledger.idempotency.store;

import static global.pryzma.ledger.postgres.rows.SqlArrays.array;
import static global.pryzma.ledger.postgres.rows.SqlArrays.uuids;

import global.pryzma.ledger.idempotency.key.Fingerprint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The statements on {@code key_trace}, but for the look at it that is part of every claim. */
public final class KeyTraceTable {
    /** A trace that is there stays: its key has been carried out again, with the same content. */
    private static final String LEAVE =
            """
            INSERT INTO key_trace (id, organisation_id, encoding_version, fingerprint, cancelled)
            SELECT i, o, v::smallint, f, c
            FROM unnest(?::uuid[], ?::uuid[], ?::integer[], ?::bytea[], ?::boolean[])
                AS traces (i, o, v, f, c)
            ON CONFLICT DO NOTHING\
            """;

    private static final String FIND =
            """
            SELECT t.id, t.organisation_id, t.encoding_version, t.fingerprint, t.cancelled
            FROM unnest(?::uuid[]) AS wanted (i) JOIN key_trace t ON t.id = ANY (ARRAY[i])\
            """;

    private KeyTraceTable() {}

    static void leave(Connection connection, List<KeyTrace> traces) throws SQLException {
        if (traces.isEmpty()) {
            return;
        }
        // Always in the same order, so that two instances don't wait for each other.
        List<KeyTrace> sorted = traces.stream().sorted(Comparator.comparing(KeyTrace::id)).toList();
        try (PreparedStatement statement = connection.prepareStatement(LEAVE)) {
            statement.setArray(1, uuids(connection, sorted, KeyTrace::id));
            statement.setArray(2, uuids(connection, sorted, KeyTrace::organisation));
            statement.setArray(3, array(connection, "integer", sorted, KeyTrace::encodingVersion));
            statement.setArray(
                    4, array(connection, "bytea", sorted, it -> it.fingerprint().bytes()));
            statement.setArray(5, array(connection, "boolean", sorted, KeyTrace::cancelled));
            statement.executeUpdate();
        }
    }

    /** The traces that there are of these first ids. */
    public static Map<UUID, KeyTrace> find(Connection connection, Collection<UUID> ids)
            throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UUID, KeyTrace> traces = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, uuids(connection, ids, id -> id));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    UUID id = found.getObject(1, UUID.class);
                    traces.put(
                            id,
                            new KeyTrace(
                                    id,
                                    found.getObject(2, UUID.class),
                                    found.getInt(3),
                                    Fingerprint.stored(found.getBytes(4)),
                                    found.getBoolean(5)));
                }
            }
        }
        return traces;
    }
}
