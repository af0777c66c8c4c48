package global.pryzma.ledger.instances;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * An instance on a machine whose clock is a day behind Postgres': what Postgres shows it is a day
 * ahead of the machine.
 */
class PostgresClockTest {
    @Test
    void anInstanceGoesByTheClockOfPostgres() {
        try (ServiceUnderTest first = ServiceUnderTest.start(Map.of())) {
            Books books = Books.open(first.client(), first.folder());
            Sql.run(first, "CREATE SCHEMA ahead");
            Sql.run(
                    first,
                    """
                    CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql
                    RETURN pg_catalog.clock_timestamp() + interval '1 day'\
                    """);
            Map<String, Object> behind =
                    Map.of(
                            "datasources.default.data-source-properties.options",
                            "-c synchronous_commit=on -c timezone=UTC"
                                    + " -c search_path=public,ahead,pg_catalog");
            try (ServiceUnderTest second = first.beside(behind)) {
                assertThat(Duration.between(Instant.now(), second.bean(Clock.class).instant()))
                        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
                assertThat(Duration.between(Instant.now(), first.bean(Clock.class).instant()).abs())
                        .isLessThan(Duration.ofHours(1));
                String path = "/v1/accounts/" + books.settlement();
                assertThat(first.client().get(path, books.token()).statusCode()).isEqualTo(200);
                assertThat(second.client().get(path, books.token()).statusCode())
                        .as("by the clock of Postgres the token has ended")
                        .isEqualTo(401);
            }
        }
    }
}
