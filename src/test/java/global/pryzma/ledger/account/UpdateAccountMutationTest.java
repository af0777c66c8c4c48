package global.pryzma.ledger.account;

import static global.pryzma.ledger.account.ChangedAccounts.ACCOUNT;
import static global.pryzma.ledger.account.ChangedAccounts.FOUND_JSON;
import static global.pryzma.ledger.account.ChangedAccounts.found;
import static global.pryzma.ledger.account.ChangedAccounts.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.words.LabelChange;
import global.pryzma.ledger.words.Metadata;

import io.micronaut.json.JsonMapper;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

class UpdateAccountMutationTest {
    private static final LedgerId FREEZE =
            LedgerId.of(UUID.fromString("019a3c61-22d9-8f18-a4e0-1c7b63a2d000"));

    private static final LedgerId PLAIN = new LedgerId(1, 1001);
    private static final long DONE_AT = 1_773_480_600_123_456_789L;

    private static final UpdateAccountCommand WORDS =
            command(
                    null,
                    new FieldChange.Replaced<>("Fées"),
                    new FieldChange.Replaced<>(Metadata.of(Map.of("d", "4", "c", "3"))),
                    null);
    private static final UpdateAccountCommand NO_WORDS =
            command(null, new FieldChange.Removed<>(), new FieldChange.Removed<>(), null);
    private static final UpdateAccountCommand FROZEN =
            command(AccountStatus.FROZEN, new FieldChange.Kept<>(), new FieldChange.Kept<>(), null);
    private static final UpdateAccountCommand ACTIVE =
            command(
                    AccountStatus.ACTIVE,
                    new FieldChange.Replaced<>("A"),
                    new FieldChange.Kept<>(),
                    FREEZE);

    private final UpdateAccountMutation mutation =
            new UpdateAccountMutation(new RecordedJson(JsonMapper.createDefault()));

    private static UpdateAccountCommand command(
            @Nullable AccountStatus status,
            FieldChange<String> name,
            FieldChange<Metadata> metadata,
            @Nullable LedgerId freeze) {
        return new UpdateAccountCommand(
                new AccountChange(ACCOUNT, status, new LabelChange(name, metadata)),
                found(),
                freeze);
    }

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("accounts.update");
        String id = "{\"account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\"";
        assertThat(text(WORDS.content()))
                .isEqualTo(id + ",\"name\":\"Fées\",\"metadata\":{\"c\":\"3\",\"d\":\"4\"}}");
        assertThat(text(NO_WORDS.content())).isEqualTo(id + ",\"remove\":[\"metadata\",\"name\"]}");
        assertThat(text(FROZEN.content())).isEqualTo(id + ",\"status\":\"frozen\"}");
        assertThat(text(FROZEN.encode()))
                .isEqualTo(
                        id + ",\"status\":\"frozen\"," + FOUND_JSON.formatted("250", "250") + "}");
        assertThat(text(ACTIVE.encode()))
                .isEqualTo(
                        id
                                + ",\"status\":\"active\",\"name\":\"A\","
                                + FOUND_JSON.formatted("250", "250")
                                + ",\"freeze_id\":\"019a3c61-22d9-8f18-a4e0-1c7b63a2d000\"}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (UpdateAccountCommand command : List.of(WORDS, NO_WORDS, FROZEN, ACTIVE)) {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, WORDS.encode()));
    }

    /**
     * Code 5 for words, else 2 with the flags 2 pending and 64 closing debit, or 8 void pending.
     */
    @Test
    void theLedgersRowsArePermanent() {
        LedgerId account = LedgerId.of(ACCOUNT);
        assertThat(mutation.plan(WORDS, identity(WORDS)))
                .isEqualTo(plan(WORDS, PLAIN, new LedgerId(3, 1001), LedgerId.NONE, 5, 0));
        assertThat(mutation.plan(FROZEN, identity(FROZEN)))
                .isEqualTo(plan(FROZEN, account, PLAIN, LedgerId.NONE, 2, 66));
        assertThat(mutation.plan(ACTIVE, identity(ACTIVE)))
                .isEqualTo(plan(ACTIVE, account, PLAIN, FREEZE, 2, 8));
    }

    private List<TransferFields> plan(
            UpdateAccountCommand command,
            LedgerId debitAccountId,
            LedgerId creditAccountId,
            LedgerId pendingId,
            int code,
            int flags) {
        return List.of(
                planned(
                        identity(command),
                        debitAccountId,
                        creditAccountId,
                        pendingId,
                        code,
                        flags));
    }

    private static TransferFields planned(
            Identity identity,
            LedgerId debitAccountId,
            LedgerId creditAccountId,
            LedgerId pendingId,
            int code,
            int flags) {
        return new TransferFields(
                identity.id(),
                debitAccountId,
                creditAccountId,
                Amount.ZERO,
                pendingId,
                LedgerId.NONE,
                identity.fingerprint64(),
                1,
                0,
                1001,
                code,
                flags);
    }

    /** The plan as it was carried out. */
    private List<LedgerTransfer> applied(UpdateAccountCommand command) {
        return List.of(
                new LedgerTransfer(mutation.plan(command, identity(command)).getFirst(), DONE_AT));
    }

    @Test
    void theAnswerAndTheRows() {
        Conclusion words = mutation.conclude(WORDS, identity(WORDS), applied(WORDS));
        assertThat(words.response().status()).isEqualTo(200);
        assertThat(text(words.response().body()))
                .isEqualTo(
                        "{\"id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"program_id\":\"019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000\","
                                + "\"organisation_id\":\"0190b5e2-0000-7000-8000-00000000d000\","
                                + "\"type\":\"fee\",\"currency\":\"EUR\",\"name\":\"Fées\","
                                + "\"metadata\":{\"c\":\"3\",\"d\":\"4\"},\"status\":\"active\","
                                + "\"balances\":{\"posted\":\"0\",\"pending_debits\":\"1\","
                                + "\"pending_credits\":\"3\",\"available\":\"-1\","
                                + "\"debits_posted\":\"250\",\"debits_pending\":\"1\","
                                + "\"credits_posted\":\"250\",\"credits_pending\":\"3\"},"
                                + "\"created_at\":\"2026-03-14T09:28:30.123456789Z\"}");
        assertThat(words.rows().toArray())
                .containsExactly(
                        AccountRows.NAME.set(ACCOUNT, "Fées", DONE_AT),
                        AccountRows.METADATA.set(ACCOUNT, "{\"c\":\"3\",\"d\":\"4\"}", DONE_AT));

        Conclusion noWords = mutation.conclude(NO_WORDS, identity(NO_WORDS), applied(NO_WORDS));
        assertThat(text(noWords.response().body()))
                .contains("\"currency\":\"EUR\",\"status\":\"active\"");
        assertThat(noWords.rows().toArray())
                .containsExactly(
                        AccountRows.NAME.set(ACCOUNT, null, DONE_AT),
                        AccountRows.METADATA.set(ACCOUNT, null, DONE_AT));

        Conclusion frozen = mutation.conclude(FROZEN, identity(FROZEN), applied(FROZEN));
        assertThat(text(frozen.response().body()))
                .contains("\"name\":\"Fees\"")
                .contains("\"status\":\"frozen\"");
        assertThat(frozen.rows()).isEmpty();
    }

    @Test
    void whatTheLedgerForbidsIsAConflict() {
        for (TransferResult result :
                List.of(
                        TransferResult.DEBIT_ACCOUNT_ALREADY_CLOSED,
                        TransferResult.PENDING_TRANSFER_NOT_FOUND,
                        TransferResult.PENDING_TRANSFER_ALREADY_VOIDED)) {
            assertThat(mutation.rejection(0, result).code()).isEqualTo(ProblemCode.CONFLICT);
        }
        assertThat(mutation.rejection(0, TransferResult.ID_ALREADY_FAILED).code())
                .isEqualTo(ProblemCode.TRANSFER_REJECTED);
    }

    private Identity identity(UpdateAccountCommand command) {
        return Identities.of(ChangedAccounts.ORGANISATION, ChangedAccounts.KEY, mutation, command);
    }
}
