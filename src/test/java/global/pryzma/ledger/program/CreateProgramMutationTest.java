package global.pryzma.ledger.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.organisation.TestLimits;
import global.pryzma.ledger.words.Metadata;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class CreateProgramMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));
    private static final long CREATED_AT = 1_773_480_510_123_456_000L;

    private static final CreateProgramCommand LEAST =
            new CreateProgramCommand("Wallets", List.of(), Metadata.NONE, CREATED_AT);
    private static final CreateProgramCommand MOST =
            new CreateProgramCommand(
                    "Wallets \"é\"",
                    List.of("USD_GT", "EUR", "USD_GT"),
                    Metadata.of(Map.of("b", "2", "a", "1")),
                    CREATED_AT);

    private final CreateProgramMutation mutation =
            new CreateProgramMutation(
                    new RecordedJson(JsonMapper.createDefault()), TestLimits.generous());

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("programs.create");
        assertThat(text(LEAST.content())).isEqualTo("{\"name\":\"Wallets\"}");
        assertThat(text(LEAST.encode()))
                .isEqualTo("{\"name\":\"Wallets\",\"created_at_nanos\":1773480510123456000}");
        assertThat(text(MOST.content()))
                .isEqualTo(
                        "{\"name\":\"Wallets \\\"é\\\"\",\"currencies\":[\"EUR\",\"USD_GT\"],"
                                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        assertThat(StoredForms.decode(mutation, 1, LEAST.encode())).isEqualTo(LEAST);
        assertThat(StoredForms.decode(mutation, 1, MOST.encode())).isEqualTo(MOST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, LEAST.encode()));
    }

    @Test
    void theLedgerIsNotAsked() {
        assertThat(StoredForms.plan(ORGANISATION, KEY, mutation, MOST))
                .isEqualTo(new Plan.Nothing());
    }

    @Test
    void theAnswerAndTheRow() {
        Conclusion conclusion = mutation.conclude(MOST, identity(MOST));
        UUID id = identity(MOST).id().toUuid();
        assertThat(conclusion.response().status()).isEqualTo(201);
        assertThat(conclusion.response().contentType()).isEqualTo("application/json");
        assertThat(text(conclusion.response().body()))
                .isEqualTo(
                        "{\"id\":\""
                                + id
                                + "\",\"organisation_id\":\"0190b5e2-0000-7000-8000-00000000d000\",\"name\":\"Wallets"
                                + " \\\"é\\\"\",\"currencies\":[\"EUR\",\"USD_GT\"],"
                                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"},"
                                + "\"created_at\":\"2026-03-14T09:28:30.123456000Z\"}");
        assertThat(conclusion.rows())
                .singleElement()
                .isEqualTo(
                        ProgramRows.INSERT.row(
                                new ProgramRow(
                                        id,
                                        ORGANISATION,
                                        "Wallets \"é\"",
                                        "[\"EUR\",\"USD_GT\"]",
                                        "{\"a\":\"1\",\"b\":\"2\"}",
                                        text(MOST.content()),
                                        CREATED_AT,
                                        0)));
    }

    @Test
    void absentFieldsAreLeftOut() {
        assertThat(text(mutation.conclude(LEAST, identity(LEAST)).response().body()))
                .endsWith(
                        "\"name\":\"Wallets\",\"created_at\":\"2026-03-14T09:28:30.123456000Z\"}");
    }

    private Identity identity(CreateProgramCommand command) {
        return Identities.of(ORGANISATION, KEY, mutation, command);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
