package global.pryzma.ledger.transfer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.ItemOutcome;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.PlanCodec;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.AskedTransfer;
import global.pryzma.ledger.transfer.HoldTerms;
import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What is permanent of batches. */
class BatchMutationsTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));
    private static final UUID ADA = UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000");
    private static final UUID BOB = UUID.fromString("019a3c5e-9d41-8b11-a2f3-51c07e9a4000");
    private static final long T = 1_773_480_510_123_456_789L;

    private static final BatchCommand COMMAND =
            new BatchCommand(
                    List.of(
                            new BatchItem(
                                    new AskedTransfer(
                                            ADA,
                                            BOB,
                                            Amount.of(10),
                                            null,
                                            new Wording(
                                                    "Pay", "x-1", Metadata.of(Map.of("a", "1")))),
                                    1002),
                            new BatchItem(
                                    new AskedTransfer(
                                            BOB,
                                            ADA,
                                            Amount.of(5),
                                            new HoldTerms(60),
                                            Wording.NONE),
                                    1001)),
                    new TreeMap<>(Map.of(1001, "EUR", 1002, "USD")));

    private final AtomicBatchMutation atomic = new AtomicBatchMutation();
    private final IndependentBatchMutation independent = new IndependentBatchMutation();

    @Test
    void theFormsArePermanent() {
        assertThat(atomic.operation()).isEqualTo("transfers.batch_atomic");
        assertThat(independent.operation()).isEqualTo("transfers.batch_independent");
        assertThat(text(COMMAND.content()))
                .isEqualTo(
                        "{\"transfers\":["
                                + "{\"debit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"credit_account_id\":\"019a3c5e-9d41-8b11-a2f3-51c07e9a4000\","
                                + "\"amount\":\"10\",\"description\":\"Pay\","
                                + "\"reference\":\"x-1\",\"metadata\":{\"a\":\"1\"}},"
                                + "{\"debit_account_id\":\"019a3c5e-9d41-8b11-a2f3-51c07e9a4000\","
                                + "\"credit_account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"amount\":\"5\",\"pending\":\"true\","
                                + "\"timeout_seconds\":60}]}");
        assertThat(text(COMMAND.encode()))
                .contains("\"metadata\":{\"a\":\"1\"},\"ledger_number\":1002}")
                .endsWith(
                        "\"timeout_seconds\":60,\"ledger_number\":1001}],\"currencies\":["
                                + "{\"ledger_number\":1001,\"currency\":\"EUR\"},"
                                + "{\"ledger_number\":1002,\"currency\":\"USD\"}]}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (Mutation<BatchCommand> mutation : List.of(atomic, independent)) {
            assertThat(StoredForms.decode(mutation, 1, COMMAND.encode())).isEqualTo(COMMAND);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StoredForms.decode(mutation, 2, COMMAND.encode()));
        }
    }

    /** Code 6 of the anchor, in the smallest ledger number; flag 1 linked, flag 2 pending. */
    @Test
    void theLedgersRowsArePermanent() {
        Identity all = Identities.of(ORGANISATION, KEY, atomic, COMMAND);
        assertThat(StoredForms.plan(ORGANISATION, KEY, atomic, COMMAND))
                .isEqualTo(
                        new Plan.Chain(
                                List.of(
                                        anchor(all, 1),
                                        row(all, 1, ADA, BOB, 10, 0, 1002, 1),
                                        row(all, 2, BOB, ADA, 5, 60, 1001, 2))));
        Identity each = Identities.of(ORGANISATION, KEY, independent, COMMAND);
        assertThat(StoredForms.plan(ORGANISATION, KEY, independent, COMMAND))
                .isEqualTo(
                        new Plan.IndependentTransfers(
                                anchor(each, 0),
                                List.of(
                                        row(each, 1, ADA, BOB, 10, 0, 1002, 0),
                                        row(each, 2, BOB, ADA, 5, 60, 1001, 2))));
    }

    /** SHA-256 of the rows, whatever their number. */
    @Test
    void thePlanIsStoredWithoutItsRows() {
        for (Mutation<BatchCommand> mutation : List.of(atomic, independent)) {
            Plan plan = StoredForms.plan(ORGANISATION, KEY, mutation, COMMAND);
            byte[] stored = PlanCodec.encode(plan);
            assertThat(stored).hasSize(36);
            assertThat(PlanCodec.isDigest(stored)).isTrue();
            assertThat(PlanCodec.decode(stored, () -> plan)).isEqualTo(plan);
        }
        assertThat(HexFormat.of().formatHex(PlanCodec.encode(plan(atomic)), 0, 4))
                .isEqualTo("01040003");
    }

    private static Plan plan(Mutation<BatchCommand> mutation) {
        return StoredForms.plan(ORGANISATION, KEY, mutation, COMMAND);
    }

    /** Made at a time, the next of it one later; 54 is exceeds_credits, 255 prevented. */
    @Test
    void whatIsRecordedIsACodeAndATimeForEach() {
        List<TransferFields> items =
                BatchPlan.items(COMMAND, Identities.of(ORGANISATION, KEY, independent, COMMAND));
        List<ItemOutcome> made =
                List.of(
                        new ItemOutcome.Made(new LedgerTransfer(items.get(0), T)),
                        new ItemOutcome.Made(new LedgerTransfer(items.get(1), T + 1)));
        List<ItemOutcome> not =
                List.of(
                        new ItemOutcome.Refused(TransferResult.EXCEEDS_CREDITS),
                        new ItemOutcome.Prevented());
        RecordedResponse both = BatchCodes.recorded(200, made);
        assertThat(both.contentType()).isEqualTo("application/vnd.pryzma.batch");
        assertThat(HexFormat.of().formatHex(both.body())).isEqualTo("0100aae4e5df95c8d59c310002");
        assertThat(HexFormat.of().formatHex(BatchCodes.recorded(200, not).body()))
                .isEqualTo("0136ff");
        for (List<ItemOutcome> outcomes : List.of(made, not, List.of(made.get(0), not.get(0)))) {
            assertThat(BatchCodes.read(BatchCodes.recorded(200, outcomes), items))
                    .isEqualTo(outcomes);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchCodes.read(both, items.subList(0, 1)));
    }

    @Test
    void whatWasRefusedGivesItsReferenceBack() {
        Identity identity = Identities.of(ORGANISATION, KEY, independent, COMMAND);
        List<TransferFields> items = BatchPlan.items(COMMAND, identity);
        LedgerTransfer anchor = new LedgerTransfer(anchor(identity, 0), T);
        ItemOutcome made = new ItemOutcome.Made(new LedgerTransfer(items.get(0), T + 1));
        ItemOutcome prevented = new ItemOutcome.Prevented();
        Conclusion kept = independent.conclude(COMMAND, identity, anchor, List.of(made, prevented));
        assertThat(kept.rows()).hasSize(1);
        assertThat(kept.freed()).isEmpty();
        Conclusion freed =
                independent.conclude(COMMAND, identity, anchor, List.of(prevented, prevented));
        assertThat(freed.rows()).isEmpty();
        assertThat(freed.freed())
                .containsExactly(new Reservation("transfer.reference", "x-1"))
                .isEqualTo(independent.reservations(COMMAND));
        assertThat(independent.placeOf(COMMAND, freed.freed().getFirst()))
                .contains("/transfers/0/reference");
    }

    @ParameterizedTest
    @CsvSource({
        "1, EXCEEDS_CREDITS, INSUFFICIENT_FUNDS, /transfers/0, exceeds_credits",
        "2, EXCEEDS_DEBITS, BATCH_REJECTED, /transfers/1, exceeds_debits",
        "2, DEBIT_ACCOUNT_ALREADY_CLOSED, BATCH_REJECTED, /transfers/1,"
                + " debit_account_already_closed",
        "1, ACCOUNTS_MUST_BE_DIFFERENT, BATCH_REJECTED, /transfers/0, accounts_must_be_different",
        "1, ID_ALREADY_FAILED, BATCH_REJECTED, /transfers/0, rejected by an earlier attempt"
    })
    void aRefusalOfAllNamesTheFirst(
            int index, TransferResult why, ProblemCode code, String pointer, String detail) {
        assertThat(atomic.rejection(index, why))
                .isEqualTo(
                        new Problem(
                                code,
                                pointer + " " + detail,
                                List.of(new FieldError(detail, pointer))));
    }

    private static TransferFields anchor(Identity identity, int flags) {
        return new TransferFields(
                identity.ids().id(0),
                new LedgerId(1, 1001),
                new LedgerId(4, 1001),
                Amount.ZERO,
                LedgerId.NONE,
                new LedgerId(0, 2),
                identity.fingerprint64(),
                1,
                0,
                1001,
                6,
                flags);
    }

    private static TransferFields row(
            Identity identity,
            int index,
            UUID debit,
            UUID credit,
            long amount,
            int timeout,
            int number,
            int flags) {
        return new TransferFields(
                identity.ids().id(index),
                LedgerId.of(debit),
                LedgerId.of(credit),
                Amount.of(amount),
                LedgerId.NONE,
                LedgerId.NONE,
                identity.fingerprint64(),
                1,
                timeout,
                number,
                1,
                flags);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
