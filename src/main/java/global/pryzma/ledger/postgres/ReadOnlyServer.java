package global.pryzma.ledger.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A Postgres that can't be written: a standby, or one that was made read-only. What it says may be
 * out of date for long, since somebody else may be the primary by now.
 */
final class ReadOnlyServer {
    /** PostgreSQL, appendix A: {@code read_only_sql_transaction}. */
    static final String STATE = "25006";

    /** What the driver names when none of a URL's servers is what was asked for. */
    private static final String WANTED = "targetServerType";

    private ReadOnlyServer() {}

    /** Asks the server at the other end; on a standby the setting is on whatever was configured. */
    static boolean is(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW transaction_read_only")) {
            row.next();
            return row.getString(1).equals("on");
        }
    }

    static SQLException fault() {
        return new SQLException("Postgres is a standby, or was made read-only", STATE);
    }

    /** This fault, or the one that it means: the driver has no SQLSTATE of its own for it. */
    static SQLException recognised(SQLException fault) {
        String message = fault.getMessage();
        return message != null && message.contains(WANTED)
                ? new SQLException(message, STATE)
                : fault;
    }
}
