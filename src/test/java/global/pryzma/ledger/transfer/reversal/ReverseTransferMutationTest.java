package global.pryzma.ledger.transfer.reversal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The permanent forms of reversals, and what the ledger's answers to them mean. */
class ReverseTransferMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final UUID ORIGINAL = UUID.fromString("019a3c60-11c8-8e07-b3d9-0b6a52f1c000");
    private static final UUID DEBIT = UUID.fromString("019a3c5e-9c02-8f7e-8b1d-2f86e0a16000");
    private static final UUID CREDIT = UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000");
    private static final LedgerId ACCOUNT = id("019a3c60-11c8-9e07-b3d9-0b6a52f1c000");
    private static final LedgerId SOURCE = id("019a3c60-11c8-ae07-b3d9-0b6a52f1c000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));

    private static final ReversedTransfer REVERSED =
            new ReversedTransfer(ORIGINAL, DEBIT, CREDIT, Amount.of(1050), "USD_GT", 1001);
    private static final ReverseTransferCommand WHOLE =
            new ReverseTransferCommand(REVERSED, null, Wording.NONE);
    private static final ReverseTransferCommand PART =
            new ReverseTransferCommand(
                    REVERSED,
                    Amount.of(250),
                    new Wording("Back", "refund-3", Metadata.of(Map.of("b", "2", "a", "1"))));

    private final ReverseTransferMutation mutation =
            new ReverseTransferMutation(new RecordedJson(JsonMapper.createDefault()));

    private static LedgerId id(String uuid) {
        return LedgerId.of(UUID.fromString(uuid));
    }

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("transfers.reverse");
        assertThat(mutation.encodingVersion()).isEqualTo(1);
        String asked = "{\"transfer_id\":\"019a3c60-11c8-8e07-b3d9-0b6a52f1c000\"";
        String found =
                ",\"debit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                        + "\"credit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                        + "\"moved_amount\":\"1050\",\"currency\":\"USD_GT\","
                        + "\"ledger_number\":1001}";
        String part =
                asked
                        + ",\"amount\":\"250\",\"description\":\"Back\","
                        + "\"reference\":\"refund-3\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}";
        assertThat(text(WHOLE.content())).isEqualTo(asked + "}");
        assertThat(text(WHOLE.encode())).isEqualTo(asked + found);
        assertThat(text(PART.content())).isEqualTo(part + "}");
        assertThat(text(PART.encode())).isEqualTo(part + found);
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (ReverseTransferCommand command : List.of(WHOLE, PART)) {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, PART.encode()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ReverseTransferCommand(REVERSED, Amount.of(1051), Wording.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReverseTransferCommand(REVERSED, Amount.ZERO, Wording.NONE));
    }

    /** Codes 1 and 11; flag 1 linked. */
    @Test
    void theLedgersRowsArePermanent() {
        for (ReverseTransferCommand command : List.of(WHOLE, PART)) {
            Identity identity = identity(command);
            List<TransferFields> plan =
                    List.of(
                            row(
                                    identity,
                                    0,
                                    LedgerId.of(CREDIT),
                                    LedgerId.of(DEBIT),
                                    command.amount(),
                                    1,
                                    1),
                            row(identity, 1, ACCOUNT, SOURCE, command.amount(), 11, 0));
            assertThat(mutation.plan(command, identity)).isEqualTo(plan);
            assertThat(StoredForms.plan(ORGANISATION, KEY, mutation, command))
                    .isEqualTo(new Plan.Chain(plan));
        }
    }

    private static TransferFields row(
            Identity identity,
            int index,
            LedgerId debit,
            LedgerId credit,
            Amount amount,
            int code,
            int flags) {
        return new TransferFields(
                identity.ids().id(index),
                debit,
                credit,
                amount,
                LedgerId.NONE,
                LedgerId.of(ORIGINAL),
                identity.fingerprint64(),
                1,
                0,
                1001,
                code,
                flags);
    }

    /** Codes 901, 902 and 10; flag 2: debits must not exceed credits. */
    @Test
    void whatIsLeftIsKeptInPermanentRows() {
        TransferFields original =
                new TransferBuilder(LedgerId.of(ORIGINAL))
                        .debit(LedgerId.of(DEBIT))
                        .credit(LedgerId.of(CREDIT))
                        .amount(Amount.of(1050))
                        .ledger(1001)
                        .kind(TransferKind.TRANSFER)
                        .build();
        LedgerId related = LedgerId.of(ORIGINAL);
        assertThat(Remainders.accounts(original))
                .containsExactly(
                        new AccountFields(ACCOUNT, related, 1, 1, 1001, 901, 2),
                        new AccountFields(SOURCE, related, 1, 1, 1001, 902, 0));
        assertThat(Remainders.filling(original, Amount.of(420)))
                .isEqualTo(
                        new TransferFields(
                                SOURCE,
                                SOURCE,
                                ACCOUNT,
                                Amount.of(420),
                                LedgerId.NONE,
                                related,
                                1,
                                1,
                                0,
                                1001,
                                10,
                                0));
    }

    @Test
    void onlyAReferenceIsReserved() {
        assertThat(mutation.reservations(WHOLE)).isEmpty();
        assertThat(mutation.isToldByLedger(WHOLE)).isTrue();
        assertThat(mutation.reservations(PART))
                .containsExactly(new Reservation("transfer.reference", "refund-3"));
        assertThat(mutation.isToldByLedger(PART)).isFalse();
        assertThat(mutation.ifTaken()).isEqualTo(ProblemCode.REFERENCE_IN_USE);
    }

    @Test
    void theAnswerAndTheRow() {
        Identity identity = identity(PART);
        Conclusion conclusion =
                mutation.conclude(
                        PART,
                        identity,
                        mutation.plan(PART, identity).stream()
                                .map(row -> new LedgerTransfer(row, 1_773_480_510_123_456_789L))
                                .toList());
        assertThat(conclusion.response().status()).isEqualTo(201);
        assertThat(text(conclusion.response().body()))
                .isEqualTo(
                        "{\"id\":\""
                                + identity.id()
                                + "\",\"debit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"credit_account_id\":\"019a3c5e-9c02-8f7e-8b1d-2f86e0a16000\","
                                + "\"amount\":\"250\",\"currency\":\"USD_GT\",\"status\":\"posted\","
                                + "\"reverses\":\"019a3c60-11c8-8e07-b3d9-0b6a52f1c000\","
                                + "\"description\":\"Back\",\"reference\":\"refund-3\","
                                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"},"
                                + "\"created_at\":\"2026-03-14T09:28:30.123456789Z\"}");
        assertThat(conclusion.rows()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatARuleMeansDependsOnItsPlace(TransferResult rule) {
        assertThat(mutation.rejection(0, rule).code())
                .isEqualTo(
                        switch (rule) {
                            case EXCEEDS_CREDITS -> ProblemCode.INSUFFICIENT_FUNDS;
                            case DEBIT_ACCOUNT_ALREADY_CLOSED,
                                    CREDIT_ACCOUNT_ALREADY_CLOSED,
                                    PENDING_TRANSFER_NOT_PENDING,
                                    PENDING_TRANSFER_ALREADY_POSTED,
                                    PENDING_TRANSFER_ALREADY_VOIDED,
                                    PENDING_TRANSFER_EXPIRED ->
                                    ProblemCode.CONFLICT;
                            default -> ProblemCode.TRANSFER_REJECTED;
                        });
        boolean tooMuch =
                rule == TransferResult.EXCEEDS_CREDITS || rule == TransferResult.ID_ALREADY_FAILED;
        assertThat(mutation.rejection(1, rule).code())
                .isEqualTo(tooMuch ? ProblemCode.CONFLICT : mutation.rejection(0, rule).code());
        assertThat(mutation.toldOf(WHOLE, 0, rule)).isEmpty();
        assertThat(mutation.toldOf(WHOLE, 1, rule))
                .isEqualTo(tooMuch ? List.of(ACCOUNT) : List.of());
    }

    @Test
    void whatIsLeftIsToldIfTheLedgerHasSaidSo() {
        LedgerAccount left =
                new LedgerAccount(
                        new AccountFields(ACCOUNT, LedgerId.NONE, 1, 1, 1001, 901, 2),
                        Amount.ZERO,
                        Amount.of(1000),
                        Amount.ZERO,
                        Amount.of(1050),
                        1);
        Problem told = mutation.rejection(WHOLE, 1, TransferResult.EXCEEDS_CREDITS, List.of(left));
        assertThat(told.detail()).isEqualTo("of 1050, 50 is left to be reversed");
        Problem untold = mutation.rejection(WHOLE, 1, TransferResult.EXCEEDS_CREDITS, List.of());
        assertThat(untold.detail()).isEqualTo("less than that is left to be reversed");
    }

    private Identity identity(ReverseTransferCommand command) {
        return Identities.of(ORGANISATION, KEY, mutation, command);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
