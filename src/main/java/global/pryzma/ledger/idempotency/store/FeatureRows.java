package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.postgres.rows.BulkInsert;
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

/** The features' rows that go with responses: new ones, a statement a table, then changed ones. */
record FeatureRows(List<? extends RowWrite> rows) {
    static FeatureRows of(List<Recording> recordings) {
        return new FeatureRows(
                recordings.stream().flatMap(recording -> recording.rows().stream()).toList());
    }

    void write(Connection connection) throws SQLException {
        insert(connection);
        update(connection);
    }

    private void insert(Connection connection) throws SQLException {
        Map<BulkInsert<?>, List<RowInsert<?>>> byTable = new LinkedHashMap<>();
        rows.stream()
                .filter(RowInsert.class::isInstance)
                .<RowInsert<?>>map(RowInsert.class::cast)
                .sorted(Comparator.comparing(row -> row.into().table()))
                .forEach(row ->
                        byTable.computeIfAbsent(row.into(), it -> new ArrayList<>()).add(row));
        for (var table : byTable.entrySet()) {
            insert(connection, table.getKey(), table.getValue());
        }
    }

    private static <R> void insert(
            Connection connection, BulkInsert<R> table, List<RowInsert<?>> rows)
            throws SQLException {
        @SuppressWarnings("unchecked") // grouped by the table that made them
        List<R> values = rows.stream().map(row -> (R) row.row()).toList();
        table.insert(connection, values);
    }

    /** Always in the same order, so that two instances don't wait for each other's rows. */
    private void update(Connection connection) throws SQLException {
        List<RowUpdate> updates =
                rows.stream()
                        .filter(RowUpdate.class::isInstance)
                        .map(RowUpdate.class::cast)
                        .sorted(
                                Comparator.comparing((RowUpdate update) -> update.column().table())
                                        .thenComparing(RowUpdate::id))
                        .toList();
        for (RowUpdate update : updates) {
            update.execute(connection);
        }
    }
}
