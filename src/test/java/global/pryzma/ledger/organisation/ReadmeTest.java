package global.pryzma.ledger.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way to an organisation and a credential of one's own that {@code infra/README.md} shows. */
@Execution(ExecutionMode.SAME_THREAD)
class ReadmeTest {
    private static final Pattern STATEMENTS =
            Pattern.compile("psql postgresql:\\S+ <<END\\n(?<sql>.*?)END\\n", Pattern.DOTALL);

    @Test
    void itsStatementsMakeACredentialThatGetsAToken() throws Exception {
        ServiceUnderTest service = ServiceUnderTest.shared();
        Matcher statements = STATEMENTS.matcher(Files.readString(Path.of("infra/README.md")));
        assertThat(statements.find()).isTrue();
        String client = "client-" + UUID.randomUUID();
        String secret = Secret.random();
        String sql =
                statements
                        .group("sql")
                        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", UUID.randomUUID().toString())
                        .replace("$SECRET", secret)
                        .replace("acme-backend", client);
        for (String statement : sql.strip().split(";")) {
            assertThat(Sql.run(service, statement)).as(statement).isEqualTo(1);
        }
        var token = service.client().askForToken(client, secret);
        assertThat(Tenant.ok(token).get("scope").asText())
                .contains("transfers.write")
                .doesNotContain("ledger.operate");
    }
}
