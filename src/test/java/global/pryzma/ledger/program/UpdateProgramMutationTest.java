package global.pryzma.ledger.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.words.Label;
import global.pryzma.ledger.words.LabelChange;
import global.pryzma.ledger.words.Metadata;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class UpdateProgramMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final UUID PROGRAM = UUID.fromString("019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));
    private static final long CREATED_AT = 1_773_480_510_123_456_000L;
    private static final String ID = "{\"program_id\":\"019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000\"";
    private static final Label BEFORE = new Label("Wallets", Metadata.of(Map.of("a", "1")));
    private static final LabelChange NO_WORDS =
            new LabelChange(new FieldChange.Kept<>(), new FieldChange.Kept<>());

    private static final UpdateProgramCommand MOST =
            command(
                    new LabelChange(
                            new FieldChange.Replaced<>("Fées"),
                            new FieldChange.Replaced<>(Metadata.of(Map.of("d", "4", "c", "3")))),
                    List.of("USD_GT", "EUR", "EUR"),
                    List.of("EUR"),
                    false);
    private static final UpdateProgramCommand NO_METADATA =
            command(
                    new LabelChange(new FieldChange.Kept<>(), new FieldChange.Removed<>()),
                    List.of(),
                    List.of(),
                    false);
    private static final UpdateProgramCommand MADE =
            command(NO_WORDS, List.of("EUR", "USD"), List.of("EUR", "GBP", "USD"), true);

    private final UpdateProgramMutation mutation =
            new UpdateProgramMutation(new RecordedJson(JsonMapper.createDefault()));

    private static UpdateProgramCommand command(
            LabelChange label, List<String> currencies, List<String> before, boolean isMade) {
        return new UpdateProgramCommand(
                new ProgramChange(PROGRAM, label, currencies), BEFORE, before, CREATED_AT, isMade);
    }

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("programs.update");
        assertThat(text(MOST.content()))
                .isEqualTo(
                        ID
                                + ",\"name\":\"Fées\",\"metadata\":{\"c\":\"3\",\"d\":\"4\"},"
                                + "\"currencies\":[\"EUR\",\"USD_GT\"]}");
        assertThat(text(NO_METADATA.content())).isEqualTo(ID + ",\"remove\":[\"metadata\"]}");
        assertThat(text(NO_METADATA.encode()))
                .isEqualTo(
                        ID
                                + ",\"remove\":[\"metadata\"],\"old_name\":\"Wallets\","
                                + "\"old_metadata\":{\"a\":\"1\"},"
                                + "\"created_at_nanos\":1773480510123456000}");
        assertThat(text(MADE.encode()))
                .isEqualTo(
                        ID
                                + ",\"currencies\":[\"EUR\",\"USD\"],\"old_name\":\"Wallets\","
                                + "\"old_metadata\":{\"a\":\"1\"},"
                                + "\"old_currencies\":[\"EUR\",\"GBP\",\"USD\"],"
                                + "\"created_at_nanos\":1773480510123456000,\"made\":\"true\"}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (UpdateProgramCommand command : List.of(MOST, NO_METADATA, MADE)) {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, MOST.encode()));
        assertThat(StoredForms.plan(ORGANISATION, KEY, mutation, MOST))
                .isEqualTo(new Plan.Nothing());
    }

    @Test
    void theAnswerAndTheRows() {
        Conclusion most = mutation.conclude(MOST, identity(MOST));
        assertThat(most.response().status()).isEqualTo(200);
        assertThat(text(most.response().body()))
                .isEqualTo(
                        "{\"id\":\"019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000\","
                                + "\"organisation_id\":\"0190b5e2-0000-7000-8000-00000000d000\","
                                + "\"name\":\"Fées\",\"currencies\":[\"EUR\",\"USD_GT\"],"
                                + "\"metadata\":{\"c\":\"3\",\"d\":\"4\"},"
                                + "\"created_at\":\"2026-03-14T09:28:30.123456000Z\"}");
        assertThat(most.rows().toArray())
                .containsExactly(
                        ProgramRows.CHANGE.row(
                                new ProgramChangeRow(identity(MOST).id().toUuid(), PROGRAM)),
                        ProgramRows.NAME.set(PROGRAM, "Fées"),
                        ProgramRows.METADATA.set(PROGRAM, "{\"c\":\"3\",\"d\":\"4\"}"),
                        ProgramRows.CURRENCIES.set(PROGRAM, "[\"EUR\",\"USD_GT\"]"));
        assertThat(mutation.guard(MOST, identity(MOST))).isPresent();

        Conclusion noMetadata = mutation.conclude(NO_METADATA, identity(NO_METADATA));
        assertThat(text(noMetadata.response().body()))
                .contains("\"name\":\"Wallets\",\"created_at\"");
        assertThat(noMetadata.rows().toArray())
                .endsWith(ProgramRows.METADATA.set(PROGRAM, null))
                .hasSize(2);
        assertThat(mutation.guard(NO_METADATA, identity(NO_METADATA))).isEmpty();
    }

    @Test
    void whatWasMadeIsAnsweredAgainAndUndoesNothing() {
        Conclusion made = mutation.conclude(MADE, identity(MADE));
        assertThat(text(made.response().body()))
                .contains("\"currencies\":[\"EUR\",\"GBP\",\"USD\"]");
        assertThat(made.rows()).isEmpty();
        assertThat(mutation.guard(MADE, identity(MADE))).isEmpty();
    }

    private Identity identity(UpdateProgramCommand command) {
        return Identities.of(ORGANISATION, KEY, mutation, command);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
