package global.pryzma.ledger.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class CreateTransferMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final UUID DEBIT = UUID.fromString("019a3c5e-9c02-8f7e-8b1d-2f86e0a16000");
    private static final UUID CREDIT = UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));
    private static final long TIMESTAMP = 1_773_480_510_123_456_789L;

    private static final CreateTransferCommand LEAST =
            new CreateTransferCommand(
                    DEBIT, CREDIT, Amount.of(1050), null, "USD_GT", 1000, Wording.NONE);
    private static final CreateTransferCommand MOST =
            new CreateTransferCommand(
                    DEBIT,
                    CREDIT,
                    Amount.MAX,
                    null,
                    "EUR",
                    1001,
                    new Wording("Top-up", "topup-17", Metadata.of(Map.of("b", "2", "a", "1"))));

    private final CreateTransferMutation mutation =
            new CreateTransferMutation(new RecordedJson(JsonMapper.createDefault()));

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("transfers.create");
        assertThat(text(LEAST.content()))
                .isEqualTo(
                        "{\"debit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                                + "\"credit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"amount\":\"1050\"}");
        assertThat(text(MOST.encode()))
                .isEqualTo(
                        "{\"debit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                                + "\"credit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"amount\":\"340282366920938463463374607431768211454\","
                                + "\"description\":\"Top-up\",\"reference\":\"topup-17\","
                                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"},"
                                + "\"currency\":\"EUR\",\"ledger_number\":1001}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        assertThat(StoredForms.decode(mutation, 1, LEAST.encode())).isEqualTo(LEAST);
        assertThat(StoredForms.decode(mutation, 1, MOST.encode())).isEqualTo(MOST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, LEAST.encode()));
    }

    @Test
    void onePlainTransferIsSubmitted() {
        Identity identity = identity(MOST);
        assertThat(mutation.plan(MOST, identity)).isEqualTo(List.of(transfer(MOST, identity)));
    }

    /** Flag 2 is pending; what is no hold has the form that it had before there were any. */
    @Test
    void theFormOfAHoldIsPermanent() {
        CreateTransferCommand lasting = hold(0);
        CreateTransferCommand longest = hold(-1);
        String accounts =
                "{\"debit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                        + "\"credit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                        + "\"amount\":\"1050\",\"pending\":\"true\"";
        assertThat(text(lasting.content())).isEqualTo(accounts + "}");
        assertThat(text(longest.encode()))
                .isEqualTo(
                        accounts
                                + ",\"timeout_seconds\":4294967295,\"reference\":\"auth-1\","
                                + "\"currency\":\"EUR\",\"ledger_number\":1001}");
        for (CreateTransferCommand command : List.of(lasting, longest)) {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
            Identity identity = identity(command);
            assertThat(mutation.plan(command, identity))
                    .containsExactly(
                            new TransferFields(
                                    identity.id(),
                                    LedgerId.of(DEBIT),
                                    LedgerId.of(CREDIT),
                                    Amount.of(1050),
                                    LedgerId.NONE,
                                    LedgerId.NONE,
                                    identity.fingerprint64(),
                                    1,
                                    command == lasting ? 0 : -1,
                                    1001,
                                    1,
                                    2));
        }
        Conclusion conclusion =
                mutation.conclude(
                        longest,
                        identity(longest),
                        List.of(
                                new LedgerTransfer(
                                        mutation.plan(longest, identity(longest)).getFirst(),
                                        TIMESTAMP)));
        assertThat(text(conclusion.response().body()))
                .contains(
                        "\"currency\":\"EUR\",\"status\":\"pending\","
                                + "\"expires_at\":\"2162-04-20T15:56:45.123456789Z\","
                                + "\"reference\":\"auth-1\",\"created_at\"");
    }

    private static CreateTransferCommand hold(int timeoutSeconds) {
        return new CreateTransferCommand(
                DEBIT,
                CREDIT,
                Amount.of(1050),
                new HoldTerms(timeoutSeconds),
                "EUR",
                1001,
                timeoutSeconds == 0
                        ? Wording.NONE
                        : new Wording(null, "auth-1", Metadata.of(Map.of())));
    }

    @Test
    void onlyAReferenceIsReserved() {
        assertThat(mutation.reservations(LEAST)).isEmpty();
        assertThat(mutation.reservations(MOST))
                .containsExactly(new Reservation("transfer.reference", "topup-17"));
    }

    @Test
    void aTransferWithoutTextHasNoRow() {
        Identity identity = identity(LEAST);
        Conclusion conclusion = mutation.conclude(LEAST, identity, applied(LEAST));
        assertThat(conclusion.response().status()).isEqualTo(201);
        assertThat(text(conclusion.response().body()))
                .isEqualTo(
                        "{\"id\":\""
                                + identity.id()
                                + "\",\"debit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                                + "\"credit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"amount\":\"1050\",\"currency\":\"USD_GT\",\"status\":\"posted\","
                                + "\"created_at\":\"2026-03-14T09:28:30.123456789Z\"}");
        assertThat(conclusion.rows()).isEmpty();
    }

    @Test
    void aTransferWithTextHasARow() {
        Identity identity = identity(MOST);
        Conclusion conclusion = mutation.conclude(MOST, identity, applied(MOST));
        assertThat(text(conclusion.response().body()))
                .contains(
                        "\"status\":\"posted\",\"description\":\"Top-up\","
                                + "\"reference\":\"topup-17\","
                                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"},\"created_at\"");
        assertThat(conclusion.rows())
                .singleElement()
                .isEqualTo(
                        TransferTextRows.INSERT.row(
                                new TransferTextRow(
                                        identity.id().toUuid(),
                                        ORGANISATION,
                                        "Top-up",
                                        "topup-17",
                                        "{\"a\":\"1\",\"b\":\"2\"}",
                                        TIMESTAMP)));
    }

    private List<LedgerTransfer> applied(CreateTransferCommand command) {
        return List.of(new LedgerTransfer(transfer(command, identity(command)), TIMESTAMP));
    }

    private static TransferFields transfer(CreateTransferCommand command, Identity identity) {
        return new TransferFields(
                identity.id(),
                LedgerId.of(DEBIT),
                LedgerId.of(CREDIT),
                command.amount(),
                LedgerId.NONE,
                LedgerId.NONE,
                identity.fingerprint64(),
                1,
                0,
                command.ledgerNumber(),
                1,
                0);
    }

    private Identity identity(CreateTransferCommand command) {
        return Identities.of(ORGANISATION, KEY, mutation, command);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
