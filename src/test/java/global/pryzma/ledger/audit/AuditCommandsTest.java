package global.pryzma.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.Application;
import global.pryzma.ledger.security.Origin;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.process.JavaCommand;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The commands as processes: what they note, what they say, and their exit status. */
@Execution(ExecutionMode.SAME_THREAD)
class AuditCommandsTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();

    @Test
    void aRotatedSigningKeyIsNoted(@TempDir Path folder) throws Exception {
        String file = folder.resolve("signing-key.jwk").toString();
        Ended rotated =
                run(
                        Sql.url(service),
                        List.of("-Dpryzma.security.signing-key-file=" + file),
                        "rotate-signing-key");
        assertThat(rotated.status()).as(rotated.output()).isZero();
        String key = rotated.output().replaceAll("(?s).* key, (\\S+)\\. It is.*", "$1");
        assertThat(
                        Sql.number(
                                service,
                                "SELECT count(*) FROM audit_event WHERE action ="
                                        + " 'signing_key.rotate' AND subject = ?",
                                key))
                .as(rotated.output())
                .isOne();
        Ended verified = run(Sql.url(service), List.of(), "verify-audit");
        assertThat(verified.status()).as(verified.output()).isZero();
        assertThat(verified.output()).endsWith("The audit is in order.\n");
    }

    /** In a schema of its own, where somebody has taken the trigger away. */
    @Test
    void whichRowIsWrong() throws Exception {
        String schema = "tampered_" + UUID.randomUUID().toString().replace("-", "");
        Sql.run(service, "CREATE SCHEMA " + schema);
        try {
            Sql.run(service, "CREATE TABLE " + schema + ".audit_event (LIKE public.audit_event)");
            append(schema, "1", "2", "3");
            Sql.run(
                    service,
                    "UPDATE " + schema + ".audit_event SET subject = 'x' WHERE sequence = 2");
            String separator = Sql.url(service).contains("?") ? "&" : "?";
            Ended ended =
                    run(
                            Sql.url(service) + separator + "currentSchema=" + schema,
                            List.of(),
                            "verify-audit");
            assertThat(ended.status()).as(ended.output()).isOne();
            assertThat(ended.output())
                    .contains(": row 2 does not follow")
                    .endsWith("The audit is NOT in order.\n");
        } finally {
            Sql.run(service, "DROP SCHEMA " + schema + " CASCADE");
        }
    }

    private void append(String schema, String... subjects) throws SQLException {
        try (Connection connection = Sql.connectBeside(service)) {
            connection.setSchema(schema);
            List<AuditEvent> events = new ArrayList<>();
            for (String subject : subjects) {
                events.add(
                        AuditEvent.of(
                                AuditAction.SIGNING_KEY_ROTATE, null, Origin.NONE, subject, null));
            }
            Audit.appendWithin(connection, events);
            connection.commit();
        }
    }

    private record Ended(int status, String output) {}

    private Ended run(String url, List<String> options, String command)
            throws IOException, InterruptedException {
        DatasourceConfiguration postgres = service.bean(DatasourceConfiguration.class);
        List<String> all = new ArrayList<>(options);
        all.add("-Ddatasources.default.url=" + url);
        all.add("-Ddatasources.default.username=" + postgres.getUsername());
        all.add("-Ddatasources.default.password=" + postgres.getPassword());
        List<String> line =
                new ArrayList<>(JavaCommand.quickest().running(Application.class.getName(), all));
        line.add(command);
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
