package global.pryzma.ledger.postgres.rows;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

/** Rows that are there already stay, of few and of so many that they are taken to be new. */
@Execution(ExecutionMode.SAME_THREAD)
class BulkInsertTest {
    private static final BulkInsert<Row> ROWS =
            BulkInsert.<Row>into("bulk_insert_test")
                    .integer("id", Row::id)
                    .text("word", Row::word)
                    .build();

    private record Row(int id, String word) {}

    @Test
    void whatIsThereStaysAndTheRestIsInserted() throws SQLException {
        try (Connection connection = Sql.connect(ServiceUnderTest.shared());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TEMP TABLE bulk_insert_test (id integer PRIMARY KEY, word text)");
            connection.setAutoCommit(false);
            ROWS.insert(connection, rows(0, 3, "few"));
            ROWS.insert(connection, rows(2, 5, "more"));
            ROWS.insert(connection, rows(5, 305, "many"));
            ROWS.insert(connection, rows(4, 405, "most"));
            ROWS.insert(connection, rows(404, 406, "last"));
            connection.commit();
            assertThat(count(statement, "few")).isEqualTo(3);
            assertThat(count(statement, "more")).isEqualTo(2);
            assertThat(count(statement, "many")).isEqualTo(300);
            assertThat(count(statement, "most")).isEqualTo(100);
            assertThat(count(statement, "last")).isOne();
        }
    }

    private static List<Row> rows(int from, int to, String word) {
        return IntStream.range(from, to).mapToObj(i -> new Row(i, word)).toList();
    }

    private static int count(Statement statement, String word) throws SQLException {
        try (ResultSet counted =
                statement.executeQuery(
                        "SELECT count(*) FROM bulk_insert_test WHERE word = '" + word + "'")) {
            counted.next();
            return counted.getInt(1);
        }
    }
}
