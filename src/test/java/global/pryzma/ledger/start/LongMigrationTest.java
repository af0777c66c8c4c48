package global.pryzma.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A migration may take longer than anything that a request does, as while it makes an index. */
class LongMigrationTest {
    private static final String SLOW =
            "SET LOCAL statement_timeout = 0; SELECT pg_sleep(2); CREATE TABLE made_in_the_end ();";

    private static final String PROPERTIES = "datasources.default.data-source-properties.";

    @Test
    void hasTheTimeThatItNeeds(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("V999__slow.sql"), SLOW);
        try (ServiceUnderTest service =
                ServiceUnderTest.start(
                        Map.of(
                                "flyway.datasources.default.locations",
                                "classpath:db/migration,filesystem:" + folder,
                                PROPERTIES + "socketTimeout",
                                "1",
                                PROPERTIES + "options",
                                "-c synchronous_commit=on -c"
                                        + " idle_in_transaction_session_timeout=1000"))) {
            assertThat(Sql.number(service, "SELECT count(*) FROM made_in_the_end")).isZero();
        }
    }
}
