package global.pryzma.ledger.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.security.ExternalIssuer;
import global.pryzma.ledger.security.Scope;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The forms of what operators ask for are permanent; the fingerprints were computed by an
 * independent implementation.
 */
class CommandFormsTest {
    private static final UUID ORGANISATION =
            UUID.fromString("de300000-0000-4000-8000-000000000001");
    private static final UUID ROW = UUID.fromString("019a3c62-20aa-8d11-b1c2-5f7d3e9a6000");
    private static final long THEN = 1_773_480_510_123_456L;
    private static final String HASH = "ab".repeat(32);
    private static final RecordedJson JSON = new RecordedJson(JsonMapper.createDefault());

    private static final CredentialTerms LEAST =
            new CredentialTerms(EnumSet.of(Scope.ACCOUNTS_READ), null, List.of(), null, false);
    private static final CredentialTerms MOST =
            new CredentialTerms(
                    EnumSet.of(Scope.LEDGER_OPERATE, Scope.ACCOUNTS_WRITE, Scope.ACCOUNTS_READ),
                    Instant.parse("2027-01-01T00:00:00Z"),
                    List.of("10.0.0.0/8", "fd00::/8"),
                    50,
                    false);
    private static final CredentialTerms EXTERNAL =
            new CredentialTerms(EnumSet.of(Scope.ACCOUNTS_READ), null, List.of(), null, true);
    private static final LastOperator LAST_OPERATOR =
            new LastOperator(new ExternalIssuer(null, null, Duration.ofHours(24)));
    private static final LimitChanges LIMITS =
            new LimitChanges(
                    Map.of("requests_in_flight", "20", "programs", "", "accounts", "5000"));

    static Stream<Form<?>> forms() {
        return Stream.of(
                form(
                        new CreateOrganisationMutation(JSON),
                        "organisations.create",
                        new CreateOrganisationCommand("Acme \"é\"", LimitChanges.NONE, THEN),
                        """
                        {"name":"Acme \\"é\\""}\
                        """,
                        """
                        ,"created_at_micros":1773480510123456}\
                        """,
                        "2d919931ccf859e3656b38d460f86bacbd4e0f3d88fac8e1dc53b6664bf51c76"),
                form(
                        new CreateOrganisationMutation(JSON),
                        "organisations.create",
                        new CreateOrganisationCommand("Acme", LIMITS, THEN),
                        """
                        {"name":"Acme","limits":{"accounts":"5000","programs":"","requests_in_flight":"20"}}\
                        """,
                        """
                        ,"created_at_micros":1773480510123456}\
                        """,
                        "8c7a24c591fbb7c9839e2e0a68eacb9d3b1ddcd6825a3da113b03484971d1960"),
                form(
                        new UpdateOrganisationMutation(JSON, LAST_OPERATOR),
                        "organisations.update",
                        new UpdateOrganisationCommand(
                                ORGANISATION,
                                null,
                                OrganisationStatus.SUSPENDED,
                                LimitChanges.NONE,
                                "Acme",
                                OrganisationStatus.ACTIVE,
                                Limits.DEFAULT,
                                THEN),
                        """
                        {"organisation_id":"de300000-0000-4000-8000-000000000001","status":"suspended"}\
                        """,
                        """
                        ,"name_before":"Acme","status_before":"active","created_at_micros":1773480510123456}\
                        """,
                        "a01c646c636b263b596d502a4978bd2fa4625a77904aef6118701e29fd7bba68"),
                form(
                        new UpdateOrganisationMutation(JSON, LAST_OPERATOR),
                        "organisations.update",
                        new UpdateOrganisationCommand(
                                ORGANISATION,
                                "Acme Ltd",
                                null,
                                LIMITS,
                                "Acme",
                                OrganisationStatus.SUSPENDED,
                                new Limits(7, null, 9),
                                THEN),
                        """
                        {"organisation_id":"de300000-0000-4000-8000-000000000001","name":"Acme Ltd","limits":{"accounts":"5000","programs":"","requests_in_flight":"20"}}\
                        """,
                        """
                        ,"name_before":"Acme","status_before":"suspended","limits_before":{"accounts":"7","requests_in_flight":"9"},"created_at_micros":1773480510123456}\
                        """,
                        "5c4f0941971f3289b6d7b4babdc4d3db9b1a1a3d2775cf61181cdf692819d061"),
                form(
                        new CreateCredentialMutation(JSON),
                        "credentials.create",
                        new CreateCredentialCommand(
                                ORGANISATION, LEAST, null, HASH, "sealed", THEN),
                        """
                        {"organisation_id":"de300000-0000-4000-8000-000000000001","scopes":"accounts.read"}\
                        """,
                        """
                        ,"secret_hash":"abababababababababababababababababababababababababababababababab","sealed_secret":"sealed","created_at_micros":1773480510123456}\
                        """,
                        "2aa70d55ce426339060cae0c5400097a9d224d009ce25e635003702c46707937"),
                form(
                        new CreateCredentialMutation(JSON),
                        "credentials.create",
                        new CreateCredentialCommand(ORGANISATION, MOST, null, HASH, null, THEN),
                        """
                        {"organisation_id":"de300000-0000-4000-8000-000000000001","scopes":"accounts.read accounts.write ledger.operate","expires_at":"2027-01-01T00:00:00Z","networks":["10.0.0.0/8","fd00::/8"],"rate_limit":"50"}\
                        """,
                        """
                        ,"secret_hash":"abababababababababababababababababababababababababababababababab","created_at_micros":1773480510123456}\
                        """,
                        "3e276ef879253c64135ecb1f424c47f546744c4408ccdbd1890a370bc62d76c0"),
                form(
                        new CreateCredentialMutation(JSON),
                        "credentials.create",
                        new CreateCredentialCommand(
                                ORGANISATION, EXTERNAL, "1example23456789", null, null, THEN),
                        """
                        {"organisation_id":"de300000-0000-4000-8000-000000000001","scopes":"accounts.read","external":"true","client_id":"1example23456789"}\
                        """,
                        """
                        ,"created_at_micros":1773480510123456}\
                        """,
                        "feb96f6ea2b8d69801ec099aa18afbb6757ce082436041b1bae06d3ac8da567a"),
                form(
                        new RevokeCredentialMutation(JSON, LAST_OPERATOR),
                        "credentials.revoke",
                        new RevokeCredentialCommand(
                                ORGANISATION, "client", ROW, LEAST, THEN, THEN + 1),
                        """
                        {"organisation_id":"de300000-0000-4000-8000-000000000001","client_id":"client"}\
                        """,
                        """
                        ,"row_id":"019a3c62-20aa-8d11-b1c2-5f7d3e9a6000","scopes":"accounts.read","created_at_micros":1773480510123456,"revoked_at_micros":1773480510123457}\
                        """,
                        "898f840c2c58035541f55dcad658dea3ce0dfbdea50d703d95ba3d1dcbee9670"),
                form(
                        new RotateCredentialMutation(JSON),
                        "credentials.rotate",
                        new RotateCredentialCommand(ORGANISATION, "client", 3600, HASH, "sealed"),
                        """
                        {"organisation_id":"de300000-0000-4000-8000-000000000001","client_id":"client","grace_seconds":3600}\
                        """,
                        """
                        ,"secret_hash":"abababababababababababababababababababababababababababababababab","sealed_secret":"sealed"}\
                        """,
                        "9b2bfcf65790466a0642c412e4bfa886d99a1ac07930561d53a0b93a83ff74d4"));
    }

    /**
     * A command of a mutation, and what it is in bytes.
     *
     * @param rest what the stored form has in addition, before its last brace
     */
    record Form<C extends Command>(
            Mutation<C> mutation,
            String operation,
            C command,
            String content,
            String rest,
            String fingerprint) {
        void isPermanent() {
            assertThat(mutation.operation()).isEqualTo(operation);
            assertThat(command.content()).asString(StandardCharsets.UTF_8).isEqualTo(content);
            assertThat(command.encode())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(content.substring(0, content.length() - 1) + rest);
            assertThat(Fingerprint.of(operation, command.content())).hasToString(fingerprint);
        }

        void isReadByAnotherProcess() {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StoredForms.decode(mutation, 2, command.encode()));
        }
    }

    private static <C extends Command> Form<C> form(
            Mutation<C> mutation,
            String operation,
            C command,
            String content,
            String rest,
            String fingerprint) {
        return new Form<>(mutation, operation, command, content, rest, fingerprint);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void goldenVectors(Form<?> form) {
        form.isPermanent();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void anotherProcessReadsTheSameCommand(Form<?> form) {
        form.isReadByAnotherProcess();
    }
}
