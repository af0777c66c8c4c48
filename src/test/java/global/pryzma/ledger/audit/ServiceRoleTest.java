package global.pryzma.ledger.audit;

import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.PostgresProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service under the database role that infra gives it, from its first start on. */
class ServiceRoleTest {
    private static final String ROLE = "pryzma_service";

    @Test
    void itWorksAndCantChangeWhatWasAudited(@TempDir Path folder) throws Exception {
        try (PostgresProcess postgres = new PostgresProcess(folder).onNothing().start()) {
            runRoles(postgres);
            String url = postgres.url().replace("user=postgres", "user=" + ROLE);
            Map<String, Object> properties = new HashMap<>(TestProperties.PATIENT);
            properties.put("datasources.default.url", url.replace("?user=" + ROLE, ""));
            properties.put("datasources.default.username", ROLE);
            properties.put("pryzma.postgres.owner-username", "postgres");
            try (ServiceUnderTest service = ServiceUnderTest.start(properties)) {
                work(new Tenant(service));
                service.bean(RefusedAuthentications.class).run();
            }
            assertRefused(url);
            runRoles(postgres); // as where the tables are older than the role
            assertRefused(url);
            assertRefused(url, "DELETE FROM flyway_schema_history");
            assertThat(verify(url, Map.of())).isTrue();
            byte[] hashOfTheFirst = hashOfTheFirst(url);
            archive(postgres.url());
            assertThat(verify(url, Map.of())).isFalse();
            assertThat(verify(url, Map.of(1L, hashOfTheFirst))).isTrue();
        }
    }

    private static boolean verify(String url, Map<Long, byte[]> known) throws SQLException {
        return new VerifyAuditCommand(known).execute(url, "", "").isSound();
    }

    /** As the page says; what matters here is that rows go, and not their days. */
    private static void archive(String ownersUrl) {
        String trigger = " TRIGGER audit_event_is_only_added_to";
        Sql.run(ownersUrl, "ALTER TABLE audit_event DISABLE" + trigger);
        assertThat(Sql.run(ownersUrl, "DELETE FROM audit_event WHERE sequence = 1")).isOne();
        Sql.run(ownersUrl, "ALTER TABLE audit_event ENABLE" + trigger);
        assertThatThrownBy(() -> Sql.run(ownersUrl, "DELETE FROM audit_event"))
                .hasCauseInstanceOf(SQLException.class);
    }

    private static byte[] hashOfTheFirst(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT hash FROM audit_event WHERE sequence = 1")) {
            row.next();
            return row.getBytes(1);
        }
    }

    private static void work(Tenant tenant) {
        String program = tenant.program();
        String account = tenant.account(program, "consumer", "USD");
        String bank = tenant.account(program, "settlement", "USD");
        created(tenant.post("/v1/transfers", Tenant.transferJson(bank, account, "5")));
        ok(tenant.patch("/v1/accounts/" + account, "{\"status\":\"frozen\"}"));
        created(tenant.post("/v1/organisations", "{\"name\":\"n\"}"));
        assertThat(
                        ok(tenant.get("/v1/audit-events?organisation_id=" + tenant.organisation()))
                                .get("data"))
                .hasSize(2);
    }

    private static void assertRefused(String url) {
        for (String sql :
                List.of(
                        "UPDATE audit_event SET outcome = 'x'",
                        "DELETE FROM audit_event",
                        "TRUNCATE audit_event",
                        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
                        "CREATE TABLE another (id int)")) {
            assertRefused(url, sql);
        }
    }

    private static void assertRefused(String url, String sql) {
        assertThatThrownBy(() -> Sql.run(url, sql))
                .as(sql)
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    private static void runRoles(PostgresProcess postgres) throws Exception {
        try (Connection owner = DriverManager.getConnection(postgres.url());
                Statement statement = owner.createStatement()) {
            statement.execute(Files.readString(Path.of("infra", "postgres", "roles.sql")));
        }
    }
}
