package global.pryzma.ledger.idempotency.store;

import static global.pryzma.ledger.postgres.rows.SqlArrays.uuids;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.postgres.rows.ParameterRows;
import global.pryzma.ledger.postgres.rows.ParameterRows.Column;
import global.pryzma.ledger.postgres.rows.ParameterRows.Texts;
import global.pryzma.ledger.postgres.rows.Pipeline;

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
    private static final ParameterRows<KeyTrace> TRACES =
            new ParameterRows<>(
                    List.of(
                            new Column<>("uuid", KeyTrace::id),
                            new Column<>("uuid", KeyTrace::organisation),
                            new Column<>("integer", KeyTrace::encodingVersion),
                            new Column<>("bytea", trace -> trace.fingerprint().bytes()),
                            new Column<>("boolean", KeyTrace::cancelled)));

    /** A trace that is there stays: its key has been carried out again, with the same content. */
    private static final Texts LEAVE =
            TRACES.texts(rows ->
                    """
                    INSERT INTO key_trace (id, organisation_id, encoding_version, fingerprint, cancelled)
                    SELECT i, o, v::smallint, f, c FROM %s AS traces (i, o, v, f, c)
                    ON CONFLICT DO NOTHING\
                    """
                            .formatted(rows));

    private static final String FIND =
            """
            SELECT t.id, t.organisation_id, t.encoding_version, t.fingerprint, t.cancelled
            FROM unnest(?::uuid[]) AS wanted (i) JOIN key_trace t ON t.id = ANY (ARRAY[i])\
            """;

    private KeyTraceTable() {}

    /** Leaves them when the pipeline runs. */
    static void leave(Pipeline pipeline, List<KeyTrace> traces) {
        if (traces.isEmpty()) {
            return;
        }
        // Always in the same order, so that two instances don't wait for each other.
        List<KeyTrace> sorted = traces.stream().sorted(Comparator.comparing(KeyTrace::id)).toList();
        pipeline.add(
                LEAVE.of(sorted.size()),
                (statement, first) -> TRACES.set(statement, first, sorted));
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
