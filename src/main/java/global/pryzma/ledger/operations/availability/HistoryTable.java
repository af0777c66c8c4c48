package global.pryzma.ledger.operations.availability;

import static global.pryzma.ledger.postgres.rows.SqlArrays.array;
import static global.pryzma.ledger.postgres.rows.SqlParameters.update;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * What is written to {@code service_instance} and {@code availability_period}. Times are given by
 * their age, and become those of Postgres there.
 */
final class HistoryTable {
    private static final String BEAT =
            """
            INSERT INTO service_instance (id, version, started_at, last_seen)
            VALUES (?, ?, now() - ? * interval '1 microsecond', now())
            ON CONFLICT (id) DO UPDATE SET last_seen = now(), stopped_at = NULL\
            """;

    /** A period keeps the beginning that was written first. */
    private static final String WRITE =
            """
            INSERT INTO availability_period AS known
                (instance_id, component, number, status, cause, from_at, to_at)
            SELECT ?, component, number, status, cause,
                now() - from_age * interval '1 microsecond',
                CASE WHEN to_age IS NOT NULL
                    THEN now() - least(from_age, to_age) * interval '1 microsecond' END
            FROM unnest(?, ?, ?, ?, ?, ?)
                AS p (component, number, status, cause, from_age, to_age)
            ON CONFLICT (instance_id, component, number) DO UPDATE
            SET status = excluded.status, cause = excluded.cause,
                to_at = CASE WHEN excluded.to_at < known.from_at THEN known.from_at
                    ELSE excluded.to_at END\
            """;

    private static final String STOP =
            "UPDATE service_instance SET last_seen = now(), stopped_at = now() WHERE id = ?";

    private static final String END =
            """
            UPDATE availability_period SET to_at = greatest(from_at, now())
            WHERE instance_id = ? AND to_at IS NULL\
            """;

    /**
     * Those of instances that have not been seen for so long that they were killed, whatever else
     * keeps an instance from its heartbeat. Readers don't wait for that.
     */
    private static final String END_OF_THE_DEAD =
            """
            UPDATE availability_period p SET to_at = greatest(p.from_at, i.last_seen)
            FROM service_instance i
            WHERE i.id = p.instance_id AND p.to_at IS NULL
                AND (i.stopped_at IS NOT NULL OR i.last_seen < now() - interval '1 hour')\
            """;

    private static final String PURGE_PERIODS =
            """
            DELETE FROM availability_period WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM availability_period
                WHERE from_at < now() - ? * interval '1 second'
                    AND to_at < now() - ? * interval '1 second'
                ORDER BY from_at LIMIT ? FOR UPDATE SKIP LOCKED))\
            """;

    private static final String PURGE_INSTANCES =
            """
            DELETE FROM service_instance WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM service_instance
                WHERE last_seen < now() - ? * interval '1 second'
                ORDER BY last_seen LIMIT ? FOR UPDATE SKIP LOCKED))\
            """;

    private HistoryTable() {}

    /** A heartbeat, the first of which makes the instance known. */
    static void beat(Connection connection, UUID instance, String version, long ageNanos)
            throws SQLException {
        update(connection, BEAT, instance, version, micros(ageNanos));
    }

    static void write(Connection connection, UUID instance, List<Period> periods)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            long now = System.nanoTime();
            statement.setObject(1, instance);
            statement.setArray(2, array(connection, "text", periods, it -> it.component().code()));
            statement.setArray(3, array(connection, "int4", periods, Period::number));
            statement.setArray(4, array(connection, "text", periods, it -> it.status().code()));
            statement.setArray(5, array(connection, "text", periods, HistoryTable::cause));
            statement.setArray(
                    6, array(connection, "int8", periods, it -> micros(now - it.fromNanos())));
            statement.setArray(7, array(connection, "int8", periods, it -> ageOfEnd(it, now)));
            statement.executeUpdate();
        }
    }

    private static @Nullable String cause(Period period) {
        return period.cause() == null ? null : period.cause().code();
    }

    private static @Nullable Long ageOfEnd(Period period, long now) {
        return period.toNanos() == null ? null : micros(now - period.toNanos());
    }

    /** The instance ends, and with it what goes on in it. */
    static void stop(Connection connection, UUID instance) throws SQLException {
        update(connection, END, instance);
        update(connection, STOP, instance);
    }

    static void endThoseOfTheDead(Connection connection) throws SQLException {
        update(connection, END_OF_THE_DEAD);
    }

    /** Deletes what ended longer ago than that; how many rows, at most twice the limit. */
    static int purge(Connection connection, long seconds, int limit) throws SQLException {
        return Math.max(
                update(connection, PURGE_PERIODS, seconds, seconds, limit),
                update(connection, PURGE_INSTANCES, seconds, limit));
    }

    private static long micros(long nanos) {
        return nanos / 1000;
    }
}
