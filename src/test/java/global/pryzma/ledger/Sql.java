package global.pryzma.ledger;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import javax.sql.DataSource;

/** Reaches into the service's Postgres, past the service. */
public final class Sql {
    private Sql() {}

    /** Runs one statement and tells how many rows it changed. */
    public static int run(ServiceUnderTest service, String sql, Object... parameters) {
        DataSource pool = DelegatingDataSource.unwrapDataSource(service.bean(DataSource.class));
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
