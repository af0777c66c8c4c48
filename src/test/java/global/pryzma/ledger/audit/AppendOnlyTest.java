package global.pryzma.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.security.Origin;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The table in Postgres: written by many at once, and changed by nobody. */
@Execution(ExecutionMode.SAME_THREAD)
class AppendOnlyTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_event SET outcome = 'succeeded'",
                "UPDATE audit_event SET outcome = 'succeeded' WHERE sequence = 0",
                "DELETE FROM audit_event",
                "DELETE FROM audit_event WHERE sequence = 0",
                "TRUNCATE audit_event"
            })
    void nothingIsChangedByItsOwnerEither(String sql) {
        assertThatThrownBy(() -> Sql.run(service, sql))
                .hasCauseInstanceOf(SQLException.class)
                .hasRootCauseMessage(
                        "ERROR: audit_event is only added to\n"
                                + "  Where: PL/pgSQL function audit_event_is_only_added_to() line 3"
                                + " at RAISE");
    }

    @Test
    void whatIsWrittenAtOnceIsOneChain() throws Exception {
        Tenant tenant = new Tenant(service);
        Audit audit = service.bean(Audit.class);
        AtOnce.send(
                        16,
                        i -> {
                            append(audit, event("a"), event("b"));
                            return tenant.post("/v1/organisations", "{\"name\":\"n\"}");
                        })
                .forEach(Tenant::created);
        VerifyAuditCommand.Result result = verify(Sql.url(service));
        assertThat(result.isSound()).as(result.text()).isTrue();
        assertThat(result.text()).endsWith("The audit is in order.");
    }

    @Test
    void whatIsNotedAgainIsNotedOnce() throws Exception {
        Audit audit = service.bean(Audit.class);
        AuditEvent event = event("once");
        audit.append(List.of(event, event));
        audit.append(List.of(event("another"), event));
        assertThat(Sql.number(service, "SELECT count(*) FROM audit_event WHERE id = ?", event.id()))
                .isOne();
    }

    private static void append(Audit audit, AuditEvent... events) {
        try {
            audit.append(List.of(events));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private VerifyAuditCommand.Result verify(String url) throws SQLException {
        DatasourceConfiguration postgres = service.bean(DatasourceConfiguration.class);
        return new VerifyAuditCommand(Map.of())
                .execute(
                        url,
                        String.valueOf(postgres.getUsername()),
                        String.valueOf(postgres.getPassword()));
    }

    private static AuditEvent event(String subject) {
        return AuditEvent.of(AuditAction.SIGNING_KEY_ROTATE, null, Origin.NONE, subject, null);
    }
}
