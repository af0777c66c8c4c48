package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.postgres.rows.AppendOnly;
import global.pryzma.ledger.postgres.rows.BulkInsert;
import global.pryzma.ledger.postgres.rows.Pipeline;
import global.pryzma.ledger.postgres.rows.RowAppend;
import global.pryzma.ledger.postgres.rows.RowInsert;
import global.pryzma.ledger.postgres.rows.RowUpdate;
import global.pryzma.ledger.postgres.rows.RowWrite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The features' rows that go with responses: new ones, a statement a table, then changed ones; and
 * at the end of the transaction those that depend on the ones before them.
 */
record FeatureRows(List<? extends RowWrite> rows) {
    static FeatureRows of(List<Recording> recordings) {
        return new FeatureRows(
                recordings.stream().flatMap(recording -> recording.rows().stream()).toList());
    }

    /** All but what is appended; new rows of which there are few when the pipeline runs. */
    void write(Connection connection, Pipeline pipeline) throws SQLException {
        insert(connection, pipeline);
        update(connection, pipeline);
    }

    private void insert(Connection connection, Pipeline pipeline) throws SQLException {
        Map<BulkInsert<?>, List<RowInsert<?>>> byTable = new LinkedHashMap<>();
        rows.stream()
                .filter(RowInsert.class::isInstance)
                .<RowInsert<?>>map(RowInsert.class::cast)
                .sorted(Comparator.comparing(row -> row.into().table()))
                .forEach(row ->
                        byTable.computeIfAbsent(row.into(), it -> new ArrayList<>()).add(row));
        for (var table : byTable.entrySet()) {
            insert(connection, pipeline, table.getKey(), table.getValue());
        }
    }

    private static <R> void insert(
            Connection connection, Pipeline pipeline, BulkInsert<R> table, List<RowInsert<?>> rows)
            throws SQLException {
        @SuppressWarnings("unchecked") // grouped by the table that made them
        List<R> values = rows.stream().map(row -> (R) row.row()).toList();
        table.insert(connection, pipeline, values);
    }

    void append(Connection connection) throws SQLException {
        Map<AppendOnly<?>, List<RowAppend<?>>> byTable = new LinkedHashMap<>();
        rows.stream()
                .filter(RowAppend.class::isInstance)
                .<RowAppend<?>>map(RowAppend.class::cast)
                .forEach(row -> byTable.computeIfAbsent(row.to(), _ -> new ArrayList<>()).add(row));
        for (var table : byTable.entrySet()) {
            append(connection, table.getKey(), table.getValue());
        }
    }

    private static <R> void append(
            Connection connection, AppendOnly<R> table, List<RowAppend<?>> rows)
            throws SQLException {
        @SuppressWarnings("unchecked") // grouped by the table that made them
        List<R> values = rows.stream().map(row -> (R) row.row()).toList();
        table.append(connection, values);
    }

    /** Always in the same order, so that two instances don't wait for each other's rows. */
    private void update(Connection connection, Pipeline pipeline) throws SQLException {
        List<RowUpdate> updates =
                rows.stream()
                        .filter(RowUpdate.class::isInstance)
                        .map(RowUpdate.class::cast)
                        .sorted(
                                Comparator.comparing((RowUpdate update) -> update.column().table())
                                        .thenComparing(RowUpdate::id))
                        .toList();
        if (!updates.isEmpty()) {
            pipeline.run(connection);
        }
        for (RowUpdate update : updates) {
            update.execute(connection);
        }
    }
}
