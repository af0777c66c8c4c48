package global.pryzma.ledger.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.operations.StartRefused;
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
import java.util.UUID;
import java.util.stream.Collectors;

/** The first operator of a database, who has nobody to ask. */
@Execution(ExecutionMode.SAME_THREAD)
class CredentialCommandTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();

    @Test
    void aNewOrganisationGetsACredentialThatWorks() throws Exception {
        String name = "Operators " + UUID.randomUUID();
        Map<String, String> made =
                execute("--organisation=" + name, "--scopes=ledger.operate,organisations.write");
        var token =
                service.client()
                        .askForToken(value(made, "client_id"), value(made, "client_secret"));
        assertThat(Tenant.ok(token).get("scope").asText())
                .isEqualTo("organisations.write ledger.operate");
        Map<String, String> second = execute("--organisation=" + name, "--scopes=accounts.read");
        assertThat(second.get("organisation_id")).isEqualTo(made.get("organisation_id"));
        Map<String, String> third =
                execute(
                        "--organisation=" + value(made, "organisation_id"),
                        "--scopes=accounts.read programs.read");
        assertThat(third.get("organisation_id")).isEqualTo(made.get("organisation_id"));
        assertThat(third.get("client_secret")).isNotEqualTo(second.get("client_secret"));
        assertThat(Sql.number(service, "SELECT count(*) FROM organisation WHERE name = ?", name))
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--organisation=a",
                "--scopes=ledger.operate",
                "--organisation= --scopes=ledger.operate",
                "--organisation=a --scopes=",
                "--organisation=a --scopes=everything",
                "--organisation=a --organisation=b --scopes=ledger.operate",
                "--organisation=a --scopes=ledger.operate --secret=x",
                "--organisation=a --scopes=ledger.operate --client-id=",
                "--organisation=a --scopes=ledger.operate --client-id=é",
                "organisation=a --scopes=ledger.operate"
            })
    void whatIsNotUnderstoodMakesNothing(String arguments) {
        assertThatThrownBy(() -> CredentialCommand.of(List.of(arguments.split(" "))))
                .isInstanceOf(StartRefused.class);
    }

    @Test
    void aClientOfTheExternalIssuerHasNoSecretAndOneCredential() throws Exception {
        String client = UUID.randomUUID().toString();
        String[] arguments = {
            "--organisation=Operators " + UUID.randomUUID(),
            "--scopes=ledger.operate",
            "--client-id=" + client
        };
        Map<String, String> made = execute(arguments);
        assertThat(made)
                .containsOnlyKeys("organisation_id", "client_id", "scopes")
                .containsEntry("client_id", client);
        assertThat(service.client().askForToken(client, "").statusCode()).isEqualTo(401);
        assertThatThrownBy(() -> execute(arguments))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(client);
    }

    @Test
    void nobodyGetsAnotherOrganisationThanHeMeant() {
        assertThatThrownBy(() ->
                        execute("--organisation=" + UUID.randomUUID(), "--scopes=accounts.read"))
                .isInstanceOf(StartRefused.class);
        String name = "Twins " + UUID.randomUUID();
        OrganisationRows rows = service.bean(OrganisationRows.class);
        rows.insertIfAbsent(UUID.randomUUID(), name);
        rows.insertIfAbsent(UUID.randomUUID(), name);
        assertThatThrownBy(() -> execute("--organisation=" + name, "--scopes=accounts.read"))
                .isInstanceOf(StartRefused.class);
    }

    private Map<String, String> execute(String... arguments) throws SQLException {
        DatasourceConfiguration postgres = service.bean(DatasourceConfiguration.class);
        String text =
                CredentialCommand.of(List.of(arguments))
                        .execute(
                                postgres.getUrl(),
                                String.valueOf(postgres.getUsername()),
                                String.valueOf(postgres.getPassword()));
        return text.lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static String value(Map<String, String> made, String name) {
        return made.getOrDefault(name, "");
    }
}
