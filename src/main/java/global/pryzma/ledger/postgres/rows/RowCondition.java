package global.pryzma.ledger.postgres.rows;

import global.pryzma.ledger.postgres.rows.Pipeline.Result;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A condition on rows, as a value: judged in the transaction that writes what depends on it. Of one
 * subject one condition is judged at a time, and the next one sees what was written on account of
 * it: so no two hold that exclude each other. For rare mutations.
 */
public sealed interface RowCondition {
    /** What it is about; a name, the same for all that depend on each other. */
    String subject();

    /**
     * One that is judged by itself.
     *
     * @param sql a query with one row of one truth value
     * @param parameters of the query
     */
    record Truth(String subject, String sql, List<Object> parameters) implements RowCondition {
        public Truth {
            parameters = List.copyOf(parameters);
        }

        private Result<Boolean> judge(Pipeline pipeline) {
            return pipeline.query(
                    sql,
                    (statement, first) ->
                            SqlParameters.setFrom(first, statement, parameters.toArray()),
                    rows -> {
                        rows.next();
                        return rows.getBoolean(1);
                    });
        }
    }

    /**
     * That an owner has room for one more row; those for which there is any are found together, as
     * if one came after the other.
     *
     * @param id of the row to be made
     * @param sql a query for the ids that there is room for, or that are there already; its
     *     parameters are two arrays of all of them, in their order, and of the owners
     */
    record Room(String subject, UUID id, UUID owner, String sql) implements RowCondition {
        private Result<Set<UUID>> among(List<Room> asked, Pipeline pipeline) {
            return pipeline.query(
                    sql,
                    (statement, first) -> {
                        Connection connection = statement.getConnection();
                        statement.setArray(first, SqlArrays.uuids(connection, asked, Room::id));
                        statement.setArray(
                                first + 1, SqlArrays.uuids(connection, asked, Room::owner));
                        return first + 2;
                    },
                    Room::ids);
        }

        private static Set<UUID> ids(ResultSet rows) throws SQLException {
            Set<UUID> ids = new HashSet<>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        }
    }

    /** Whether one statement judges both. */
    default boolean isJudgedWith(RowCondition other) {
        return this instanceof Room room
                && other instanceof Room(_, _, _, String sql)
                && room.sql.equals(sql);
    }

    /**
     * From when the pipeline runs, until the end of the transaction, nobody else judges what is
     * about the same.
     *
     * @param subjects in the order in which all lock them
     */
    static void lock(Pipeline pipeline, SortedSet<String> subjects) {
        pipeline.add(
                """
                SELECT pg_advisory_xact_lock(hashtextextended(subject, 0))
                FROM unnest(?::text[]) AS subjects (subject)\
                """,
                (statement, first) -> {
                    statement.setArray(
                            first,
                            SqlArrays.array(statement.getConnection(), "text", subjects, it -> it));
                    return first + 1;
                });
    }

    /**
     * Has them judged when the pipeline runs, under their locks. As this is a statement of its own,
     * it sees what was committed while the lock was waited for.
     *
     * @param conditions one, or those that {@link #isJudgedWith} the first one, in their order
     * @return which of them hold, once the pipeline has run
     */
    static Supplier<List<Boolean>> judge(Pipeline pipeline, List<RowCondition> conditions) {
        return switch (conditions.getFirst()) {
            case Truth truth -> {
                Result<Boolean> holds = truth.judge(pipeline);
                yield () -> List.of(holds.get());
            }
            case Room room -> {
                List<Room> rooms = conditions.stream().map(Room.class::cast).toList();
                Result<Set<UUID>> holding = room.among(rooms, pipeline);
                yield () -> rooms.stream().map(it -> holding.get().contains(it.id())).toList();
            }
        };
    }
}
