package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.testing.Sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each of the service's tables takes in Postgres, index and all.
 *
 * @param bytes by the tables' names
 */
record TableSizes(Map<String, Long> bytes) {
    private static final int SAMPLE = 50_000;

    private static final String SIZES =
            """
            SELECT relname, pg_total_relation_size(oid) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'\
            """;

    static TableSizes take(String url) throws SQLException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(SIZES)) {
            while (tables.next()) {
                bytes.put(tables.getString(1), tables.getLong(2));
            }
        }
        return new TableSizes(bytes);
    }

    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those tables that have grown since then, and by how much. */
    TableSizes since(TableSizes before) {
        Map<String, Long> growth = new TreeMap<>();
        bytes.forEach((table, size) -> {
            long grown = size - before.bytes.getOrDefault(table, 0L);
            if (grown > 0) {
                growth.put(table, grown);
            }
        });
        return new TableSizes(growth);
    }

    /** In all for each of so many, and of which tables. */
    String each(long count) {
        return bytes.entrySet().stream()
                .map(table -> table.getKey() + " " + Math.round(table.getValue() / (double) count))
                .collect(Collectors.joining(", "));
    }

    /**
     * What is live in a table: its rows, and what each takes in a copy that has no room to spare.
     */
    record Live(long rows, double bytesOfARow) {
        static Live of(String url, String table) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url)) {
                long rows = Sql.number(connection, "SELECT count(*) FROM public." + table);
                Sql.run(
                        connection,
                        ("CREATE TABLE public.%s_packed (LIKE public.%1$s INCLUDING INDEXES"
                                        + " INCLUDING STORAGE INCLUDING COMPRESSION)")
                                .formatted(table));
                try {
                    int copied =
                            Sql.run(
                                    connection,
                                    "INSERT INTO public.%s_packed SELECT * FROM public.%1$s LIMIT %d"
                                            .formatted(table, SAMPLE));
                    long size =
                            Sql.number(
                                    connection,
                                    "SELECT pg_total_relation_size('public.%s_packed')"
                                            .formatted(table));
                    return new Live(rows, size / (double) Math.max(1, copied));
                } finally {
                    Sql.run(connection, "DROP TABLE public.%s_packed".formatted(table));
                }
            }
        }
    }
}
