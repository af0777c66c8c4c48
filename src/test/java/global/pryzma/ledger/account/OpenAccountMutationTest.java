package global.pryzma.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.organisation.TestLimits;
import global.pryzma.ledger.words.Label;
import global.pryzma.ledger.words.Metadata;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class OpenAccountMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final UUID PROGRAM = UUID.fromString("019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));
    private static final long TIMESTAMP = 1_773_480_510_123_456_789L;

    private static final OpenAccountCommand LEAST =
            new OpenAccountCommand(AccountType.CONSUMER, "USD_GT", 1000, PROGRAM, Label.NONE);
    private static final OpenAccountCommand MOST =
            new OpenAccountCommand(
                    AccountType.SETTLEMENT,
                    "EUR",
                    1001,
                    PROGRAM,
                    new Label("Bank", Metadata.of(Map.of("b", "2", "a", "1"))));

    private final OpenAccountMutation mutation =
            new OpenAccountMutation(
                    new RecordedJson(JsonMapper.createDefault()), TestLimits.generous());

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("accounts.create");
        assertThat(text(LEAST.content()))
                .isEqualTo(
                        "{\"type\":\"consumer\",\"currency\":\"USD_GT\","
                                + "\"program_id\":\"019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000\"}");
        assertThat(text(MOST.encode()))
                .isEqualTo(
                        "{\"type\":\"settlement\",\"currency\":\"EUR\","
                                + "\"program_id\":\"019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000\","
                                + "\"name\":\"Bank\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"},"
                                + "\"ledger_number\":1001}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        assertThat(StoredForms.decode(mutation, 1, LEAST.encode())).isEqualTo(LEAST);
        assertThat(StoredForms.decode(mutation, 1, MOST.encode())).isEqualTo(MOST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, LEAST.encode()));
    }

    /** Flags: 8 history, 2 debits must not exceed credits. */
    @ParameterizedTest
    @CsvSource({
        "CONSUMER, 1, 10",
        "BUSINESS, 2, 10",
        "RESERVE, 3, 10",
        "SETTLEMENT, 10, 8",
        "FEE, 20, 8",
        "REVENUE, 21, 8",
        "EXTERNAL, 30, 8"
    })
    void codesAndFlagsOfTheTypesArePermanent(AccountType type, int code, int flags) {
        OpenAccountCommand command =
                new OpenAccountCommand(type, "USD_GT", 1000, PROGRAM, Label.NONE);
        Identity identity = identity(command);
        assertThat(mutation.plan(command, identity))
                .isEqualTo(
                        List.of(
                                new AccountFields(
                                        identity.id(),
                                        LedgerId.of(PROGRAM),
                                        identity.fingerprint64(),
                                        1,
                                        1000,
                                        code,
                                        flags)));
    }

    @Test
    void theAnswerAndTheRow() {
        Conclusion conclusion = mutation.conclude(MOST, identity(MOST), applied(MOST, 0));
        UUID id = identity(MOST).id().toUuid();
        assertThat(conclusion.response().status()).isEqualTo(201);
        assertThat(text(conclusion.response().body()))
                .isEqualTo(
                        "{\"id\":\""
                                + id
                                + "\",\"program_id\":\"019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000\","
                                + "\"organisation_id\":\"0190b5e2-0000-7000-8000-00000000d000\","
                                + "\"type\":\"settlement\",\"currency\":\"EUR\",\"name\":\"Bank\","
                                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"},\"status\":\"active\","
                                + "\"balances\":{\"posted\":\"0\",\"pending_debits\":\"0\","
                                + "\"pending_credits\":\"0\",\"available\":\"0\","
                                + "\"debits_posted\":\"0\",\"debits_pending\":\"0\","
                                + "\"credits_posted\":\"0\",\"credits_pending\":\"0\"},"
                                + "\"created_at\":\"2026-03-14T09:28:30.123456789Z\"}");
        assertThat(conclusion.rows())
                .singleElement()
                .isEqualTo(
                        AccountRows.INSERT.row(
                                new AccountRow(
                                        id,
                                        ORGANISATION,
                                        PROGRAM,
                                        10,
                                        1001,
                                        "Bank",
                                        "{\"a\":\"1\",\"b\":\"2\"}",
                                        TIMESTAMP,
                                        null)));
    }

    @Test
    void aLateTryThatFindsTheAccountInUseAnswersTheSame() {
        assertThat(mutation.conclude(LEAST, identity(LEAST), applied(LEAST, 77)).response().body())
                .isEqualTo(
                        mutation.conclude(LEAST, identity(LEAST), applied(LEAST, 0))
                                .response()
                                .body());
    }

    private List<LedgerAccount> applied(OpenAccountCommand command, long credits) {
        return List.of(
                new LedgerAccount(
                        mutation.plan(command, identity(command)).getFirst(),
                        Amount.ZERO,
                        Amount.ZERO,
                        Amount.ZERO,
                        Amount.of(credits),
                        TIMESTAMP));
    }

    private Identity identity(OpenAccountCommand command) {
        return Identities.of(ORGANISATION, KEY, mutation, command);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
