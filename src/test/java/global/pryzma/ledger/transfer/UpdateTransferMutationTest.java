package global.pryzma.ledger.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;
import global.pryzma.ledger.words.WordingChange;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class UpdateTransferMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c62-0d1e-7f4b-8c2a-5e6f70819203"));
    private static final UUID TRANSFER = UUID.fromString("019a3c60-11c8-8e07-b3d9-0b6a52f1c000");
    private static final long DONE_AT = 1_773_480_600_123_456_789L;
    private static final String ID = "{\"transfer_id\":\"019a3c60-11c8-8e07-b3d9-0b6a52f1c000\"";
    private static final String MADE_AT = "2026-03-14T09:28:30.123456789Z";

    /** A hold of which a part was posted. */
    private static final ShownTransfer HOLD =
            new ShownTransfer(
                    1001,
                    1_773_480_510_123_456_789L,
                    new TransferResponse(
                            TRANSFER,
                            UUID.fromString("019a3c5e-9c02-8f7e-8b1d-2f86e0a16000"),
                            UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000"),
                            "1050",
                            "EUR",
                            "posted",
                            null,
                            null,
                            "2026-03-21T09:30:00.000000007Z",
                            "1000",
                            UUID.fromString("019a3c75-03f8-8d1c-8a62-1b3c5d7e9000"),
                            "2026-03-14T10:02:11.482913004Z",
                            null,
                            "250",
                            new Wording("Top-up", "topup-17", Metadata.of(Map.of("a", "1"))),
                            MADE_AT));

    private static final String HOLD_JSON =
            "\"debit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                    + "\"credit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                    + "\"amount\":\"1050\",\"currency\":\"EUR\",\"ledger_number\":1001,"
                    + "\"status\":\"posted\",\"expires_at\":\"2026-03-21T09:30:00.000000007Z\","
                    + "\"posted_amount\":\"1000\","
                    + "\"resolved_by\":\"019a3c75-03f8-8d1c-8a62-1b3c5d7e9000\","
                    + "\"resolved_at\":\"2026-03-14T10:02:11.482913004Z\","
                    + "\"reversed_amount\":\"250\",\"old_description\":\"Top-up\","
                    + "\"old_reference\":\"topup-17\",\"old_metadata\":{\"a\":\"1\"},"
                    + "\"created_at_nanos\":1773480510123456789}";

    /** The line of an entry, without words. */
    private static final ShownTransfer LINE =
            new ShownTransfer(
                    1001,
                    1_773_480_510_123_456_789L,
                    new TransferResponse(
                            TRANSFER,
                            null,
                            UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000"),
                            "7",
                            "EUR",
                            "posted",
                            UUID.fromString("019a3c60-11c8-8e07-b3d9-0b6a52f1c000"),
                            UUID.fromString("019a3c61-5b20-8c3a-9f10-7d2e4b6a8000"),
                            null,
                            null,
                            null,
                            null,
                            UUID.fromString("019a3c61-7c31-8d4b-8a21-8e3f5c7b9000"),
                            null,
                            Wording.NONE,
                            MADE_AT));

    private static final UpdateTransferCommand DESCRIBED =
            new UpdateTransferCommand(
                    new WordingChange(new FieldChange.Replaced<>("Fées"), new FieldChange.Kept<>()),
                    HOLD);
    private static final UpdateTransferCommand NO_WORDS =
            new UpdateTransferCommand(
                    new WordingChange(new FieldChange.Removed<>(), new FieldChange.Removed<>()),
                    HOLD);
    private static final UpdateTransferCommand OF_LINE =
            new UpdateTransferCommand(
                    new WordingChange(
                            new FieldChange.Kept<>(),
                            new FieldChange.Replaced<>(Metadata.of(Map.of("d", "4", "c", "3")))),
                    LINE);

    private final UpdateTransferMutation mutation =
            new UpdateTransferMutation(new RecordedJson(JsonMapper.createDefault()));

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("transfers.update");
        assertThat(text(DESCRIBED.content())).isEqualTo(ID + ",\"description\":\"Fées\"}");
        assertThat(text(NO_WORDS.content()))
                .isEqualTo(ID + ",\"remove\":[\"description\",\"metadata\"]}");
        assertThat(text(DESCRIBED.encode()))
                .isEqualTo(ID + ",\"description\":\"Fées\"," + HOLD_JSON);
        assertThat(text(OF_LINE.encode()))
                .isEqualTo(
                        ID
                                + ",\"metadata\":{\"c\":\"3\",\"d\":\"4\"},"
                                + "\"credit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"amount\":\"7\",\"currency\":\"EUR\",\"ledger_number\":1001,"
                                + "\"status\":\"posted\","
                                + "\"journal_entry_id\":\"019a3c60-11c8-8e07-b3d9-0b6a52f1c000\","
                                + "\"pending_transfer_id\":"
                                + "\"019a3c61-5b20-8c3a-9f10-7d2e4b6a8000\","
                                + "\"reverses\":\"019a3c61-7c31-8d4b-8a21-8e3f5c7b9000\","
                                + "\"created_at_nanos\":1773480510123456789}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (UpdateTransferCommand command : List.of(DESCRIBED, NO_WORDS, OF_LINE)) {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, DESCRIBED.encode()));
    }

    /** Code 13, between control accounts, with the transfer as related. */
    @Test
    void theLedgersRowIsPermanent() {
        assertThat(TransferKind.TRANSFER_WORDS.code()).isEqualTo(13);
        assertThat(mutation.plan(DESCRIBED, identity(DESCRIBED)))
                .containsExactly(
                        new TransferFields(
                                identity(DESCRIBED).id(),
                                new LedgerId(1, 1001),
                                new LedgerId(3, 1001),
                                Amount.ZERO,
                                LedgerId.NONE,
                                LedgerId.of(TRANSFER),
                                identity(DESCRIBED).fingerprint64(),
                                1,
                                0,
                                1001,
                                13,
                                0));
    }

    @Test
    void theAnswerAndTheRows() {
        Conclusion described = conclusion(DESCRIBED);
        assertThat(described.response().status()).isEqualTo(200);
        assertThat(text(described.response().body()))
                .startsWith("{\"id\":\"019a3c60-11c8-8e07-b3d9-0b6a52f1c000\",")
                .contains("\"status\":\"posted\"", "\"posted_amount\":\"1000\"")
                .endsWith(
                        "\"reversed_amount\":\"250\",\"description\":\"Fées\","
                                + "\"reference\":\"topup-17\",\"metadata\":{\"a\":\"1\"},"
                                + "\"created_at\":\"2026-03-14T09:28:30.123456789Z\"}");
        assertThat(described.rows().toArray())
                .containsExactly(
                        TransferTextRows.FOR_CHANGE.row(
                                TransferTextRow.begun(
                                        TRANSFER, ORGANISATION, DESCRIBED.madeAtNanos())),
                        TransferTextRows.DESCRIPTION.set(TRANSFER, "Fées", DONE_AT));

        Conclusion noWords = conclusion(NO_WORDS);
        assertThat(text(noWords.response().body()))
                .contains("\"reference\":\"topup-17\"")
                .doesNotContain("description", "metadata");
        assertThat(noWords.rows().toArray())
                .endsWith(
                        TransferTextRows.DESCRIPTION.set(TRANSFER, null, DONE_AT),
                        TransferTextRows.METADATA.set(TRANSFER, null, DONE_AT));

        assertThat(conclusion(OF_LINE).rows().toArray())
                .endsWith(
                        TransferTextRows.METADATA.set(
                                TRANSFER, "{\"c\":\"3\",\"d\":\"4\"}", DONE_AT));
    }

    @Test
    void onlyADeadKeyIsRefused() {
        assertThat(mutation.rejection(0, TransferResult.ID_ALREADY_FAILED).code())
                .isEqualTo(ProblemCode.TRANSFER_REJECTED);
    }

    private Conclusion conclusion(UpdateTransferCommand command) {
        return mutation.conclude(
                command,
                identity(command),
                List.of(
                        new LedgerTransfer(
                                mutation.plan(command, identity(command)).getFirst(), DONE_AT)));
    }

    private Identity identity(UpdateTransferCommand command) {
        return Identities.of(ORGANISATION, KEY, mutation, command);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
