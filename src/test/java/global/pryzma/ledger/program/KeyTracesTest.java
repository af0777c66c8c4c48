package global.pryzma.ledger.program;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.packed.PackedClaim.Unpacked;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.words.Metadata;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * What a key without a ledger side has left is there after its record is gone: for a program that
 * was created, for one that was cancelled, and for those that are older than traces.
 */
@Execution(ExecutionMode.SAME_THREAD)
class KeyTracesTest {
    private static final String WALLETS = "{\"name\":\"Wallets\",\"currencies\":[\"EUR\",\"USD\"]}";
    private static final String OTHER = "{\"name\":\"Others\"}";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final UUID key = UUID.randomUUID();

    @BeforeEach
    void keepClaims() {
        StoredClaims.keepAll(Sql.url(service));
    }

    @AfterEach
    void keepNoMore() {
        StoredClaims.keepNoMore(Sql.url(service));
    }

    @Test
    void aCancelledCreationStaysCancelledForEver() {
        claimed(newProgram(WALLETS), key);
        assertThat(cancelled(key)).isEqualTo(409);
        assertError(create(key, WALLETS), 409, "request_cancelled");
        forget(key);
        assertError(create(key, WALLETS), 409, "request_cancelled");
        assertError(create(key, WALLETS), 409, "request_cancelled");
        assertError(create(key, OTHER), 422, "idempotency_key_reused");
        assertThat(ok(tenant.get("/v1/programs")).get("data")).hasSize(1);
    }

    @Test
    void aCancelledKeyIsGoodForNoOtherOperation() {
        UUID program = newProgram(WALLETS);
        String id = ok(tenant.get("/v1/programs")).at("/data/0/id").asText();
        claimed(program, key);
        assertThat(cancelled(key)).isEqualTo(409);
        forget(key);
        assertReused(tenant.post("/v1/accounts", key, Tenant.accountJson(id, "fee", "EUR")));
        String consumer = tenant.account(id, "consumer", "EUR");
        String bank = tenant.account(id, "settlement", "EUR");
        assertReused(tenant.post("/v1/transfers", key, Tenant.transferJson(bank, consumer, "1")));
        assertReused(tenant.delete("/v1/idempotency-keys/" + program, key));
    }

    @Test
    void whatWasCreatedBeforeTheClaimIsNotCancelledByIt() {
        HttpResponse<String> first = create(key, WALLETS);
        Tenant.created(first);
        // As after the purge, and a repetition whose instance died before it recorded anything.
        loseResponse(key);
        JsonNode cancel = ok(tenant.delete("/v1/idempotency-keys/" + key));
        assertThat(cancel.at("/response/status").asInt()).isEqualTo(201);
        assertThat(create(key, WALLETS).body()).isEqualTo(first.body());
    }

    @Test
    void aKeyThatHasCancelledAnotherIsGoodForNothingElse() {
        UUID unwanted = UUID.randomUUID();
        claimed(newProgram(WALLETS), unwanted);
        ok(tenant.delete("/v1/idempotency-keys/" + unwanted, key));
        forget(key);
        assertReused(create(key, WALLETS));
        UUID otherKey = UUID.randomUUID();
        claimed(newProgram(OTHER), otherKey);
        assertReused(tenant.delete("/v1/idempotency-keys/" + otherKey, key));
        assertThat(ok(tenant.get("/v1/idempotency-keys/" + otherKey)).get("status").asText())
                .as("the refused request has cancelled nothing")
                .isEqualTo("in_doubt");
        ok(tenant.delete("/v1/idempotency-keys/" + unwanted, key));
    }

    @Test
    void programsThatExistAreGivenTheirTraces() throws Exception {
        HttpResponse<String> first = create(key, WALLETS);
        Tenant.created(first);
        forget(key);
        UUID id = UUID.fromString(Tenant.json(first).get("id").asText());
        assertThat(Sql.run(service, "DELETE FROM key_trace WHERE id = ?", id)).isOne();
        Sql.run(service, traceOfProgram() + " WHERE id = ?", id);

        assertReused(create(key, OTHER));
        assertThat(create(key, WALLETS).body()).isEqualTo(first.body());
    }

    /** The migration's own statement, to be continued with a condition. */
    private static String traceOfProgram() throws Exception {
        try (var migration =
                KeyTracesTest.class.getResourceAsStream("/db/migration/V10__key_traces.sql")) {
            String sql = new String(migration.readAllBytes(), StandardCharsets.UTF_8);
            String insert = sql.substring(sql.indexOf("INSERT INTO key_trace")).strip();
            return insert.substring(0, insert.length() - 1);
        }
    }

    @Test
    void theMigrationMakesTheFingerprintsThatTheServiceMakes() {
        List<CreateProgramCommand> commands =
                List.of(
                        new CreateProgramCommand("n", List.of(), Metadata.NONE, 1),
                        new CreateProgramCommand(
                                "Wallets \"é\" \\ \t €",
                                List.of("USD_GT", "EUR"),
                                Metadata.of(Map.of("b", "2", "ä", "\u0001")),
                                2));
        String schema = "before_" + key.toString().replace("-", "");
        DataSource postgres = DelegatingDataSource.unwrapDataSource(service.bean(DataSource.class));
        try {
            migrate(postgres, schema, "9");
            for (CreateProgramCommand command : commands) {
                Sql.run(
                        service,
                        "INSERT INTO %s.program (id, organisation_id, name, content,"
                                        .formatted(schema)
                                + " created_at_nanos) VALUES (?, ?, ?, ?, ?)",
                        UUID.randomUUID(),
                        tenant.organisation(),
                        command.name(),
                        new String(command.content(), StandardCharsets.UTF_8),
                        command.createdAtNanos());
            }
            migrate(postgres, schema, "10");
            for (CreateProgramCommand command : commands) {
                Fingerprint fingerprint = Fingerprint.of("programs.create", command.content());
                assertThat(
                                Sql.number(
                                        service,
                                        "SELECT count(*) FROM %1$s.key_trace t JOIN %1$s.program p"
                                                        .formatted(schema)
                                                + " USING (id, organisation_id) WHERE NOT cancelled"
                                                + " AND encoding_version = 1 AND name = ?"
                                                + " AND fingerprint = decode(?, 'hex')",
                                        command.name(),
                                        HexFormat.of().formatHex(fingerprint.bytes())))
                        .isOne();
            }
        } finally {
            Sql.run(service, "DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        }
    }

    private static void migrate(DataSource postgres, String schema, String version) {
        Flyway.configure().dataSource(postgres).schemas(schema).target(version).load().migrate();
    }

    /** The key of a new program. */
    private UUID newProgram(String json) {
        UUID used = UUID.randomUUID();
        Tenant.created(create(used, json));
        return used;
    }

    private HttpResponse<String> create(UUID used, String json) {
        return tenant.post("/v1/programs", used, json);
    }

    /** As if the same request had come with this key, and its instance had died after the claim. */
    private void claimed(UUID like, UUID used) {
        Unpacked claim = StoredClaims.of(Sql.url(service), like);
        assertThat(
                        Sql.run(
                                service,
                                """
                                INSERT INTO idempotency_key (organisation_id, key, operation,
                                    operation_number, encoding_version, fingerprint, command, plan,
                                    owner)
                                SELECT organisation_id, ?, operation, operation_number,
                                    encoding_version, fingerprint, ?, ?, gen_random_uuid()
                                FROM idempotency_key WHERE key = ?\
                                """,
                                used,
                                claim.command(),
                                claim.plan(),
                                like))
                .isOne();
    }

    private void loseResponse(UUID used) {
        StoredClaims.loseResponse(Sql.url(service), used);
    }

    /** As the purge does. */
    private void forget(UUID used) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", used)).isOne();
    }

    /** The status of the response with which the key was settled. */
    private int cancelled(UUID unwanted) {
        return ok(tenant.delete("/v1/idempotency-keys/" + unwanted)).at("/response/status").asInt();
    }

    private static void assertReused(HttpResponse<String> response) {
        assertError(response, 422, "idempotency_key_reused");
    }
}
