package global.pryzma.ledger.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class CreateEntryMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));
    private static final UUID ADA = UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000");
    private static final UUID BOB = UUID.fromString("019a3c5e-9d41-8b11-a2f3-51c07e9a4000");
    private static final UUID FEES = UUID.fromString("019a3c5e-9d42-8b11-a2f3-51c07e9a4000");
    private static final UUID EUROS = UUID.fromString("019a3c5e-9d43-8b11-a2f3-51c07e9a4000");
    private static final UUID ADAS_EUROS = UUID.fromString("019a3c5e-9d44-8b11-a2f3-51c07e9a4000");

    /** Three lines in one currency, two in another. */
    private static final JournalEntryCommand EXCHANGE =
            new JournalEntryCommand(
                    List.of(
                            line(ADA, Side.DEBIT, 10, "USD", 1002),
                            line(EUROS, Side.DEBIT, 8, "EUR", 1001),
                            line(BOB, Side.CREDIT, 9, "USD", 1002),
                            line(FEES, Side.CREDIT, 1, "USD", 1002),
                            line(ADAS_EUROS, Side.CREDIT, 8, "EUR", 1001)),
                    new EntryText(
                            new Wording("Holiday", "x-1", Metadata.of(Map.of("b", "2", "a", "1"))),
                            "0.8"));

    private static final JournalEntryCommand PLAIN =
            new JournalEntryCommand(
                    List.of(
                            line(ADA, Side.DEBIT, 10, "USD", 1002),
                            line(BOB, Side.CREDIT, 10, "USD", 1002)),
                    EntryText.NONE);

    private final CreateEntryMutation mutation =
            new CreateEntryMutation(new RecordedJson(JsonMapper.createDefault()));

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("journal_entries.create");
        assertThat(text(PLAIN.content()))
                .isEqualTo(
                        "{\"lines\":[{\"account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"side\":\"debit\",\"amount\":\"10\"},"
                                + "{\"account_id\":\"019a3c5e-9d41-8b11-a2f3-51c07e9a4000\","
                                + "\"side\":\"credit\",\"amount\":\"10\"}]}");
        assertThat(text(EXCHANGE.content()))
                .endsWith(
                        "],\"description\":\"Holiday\",\"reference\":\"x-1\","
                                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"},\"rate\":\"0.8\"}");
        assertThat(text(PLAIN.encode()))
                .isEqualTo(
                        "{\"lines\":[{\"account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\","
                                + "\"side\":\"debit\",\"amount\":\"10\",\"currency\":\"USD\","
                                + "\"ledger_number\":1002},"
                                + "{\"account_id\":\"019a3c5e-9d41-8b11-a2f3-51c07e9a4000\","
                                + "\"side\":\"credit\",\"amount\":\"10\",\"currency\":\"USD\","
                                + "\"ledger_number\":1002}]}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (JournalEntryCommand command : List.of(PLAIN, EXCHANGE)) {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, PLAIN.encode()));
    }

    /**
     * Code 12 of the entry's own row, 1 of its lines; flag 1, linked. What is credited comes first,
     * each in the order of ledger number and account; then what is one transfer of two lines; then
     * what is debited.
     */
    @Test
    void theLedgersRowsArePermanent() {
        Identity identity = identity(EXCHANGE);
        LedgerId entry = identity.ids().id(0);
        LedgerId clearing = new LedgerId(4, 1002);
        assertThat(mutation.plan(EXCHANGE, identity))
                .isEqualTo(
                        List.of(
                                row(0, new LedgerId(1, 1001), new LedgerId(4, 1001), 0, 1001)
                                        .of(identity, new LedgerId(0, 5), 12, 1),
                                row(3, clearing, id(BOB), 9, 1002).of(identity, entry, 1, 1),
                                row(4, clearing, id(FEES), 1, 1002).of(identity, entry, 1, 1),
                                row(5, id(EUROS), id(ADAS_EUROS), 8, 1001)
                                        .of(identity, identity.ids().id(2), 1, 1),
                                row(1, id(ADA), clearing, 10, 1002).of(identity, entry, 1, 0)));
    }

    @Test
    void thePlanIsOneChain() {
        for (JournalEntryCommand command : List.of(PLAIN, EXCHANGE)) {
            assertThat(StoredForms.plan(ORGANISATION, KEY, mutation, command))
                    .isEqualTo(new Plan.Chain(mutation.plan(command, identity(command))));
        }
    }

    /** The rows of the ledger tell it all, in the order of the request. */
    @Test
    void theLedgersRowsTellTheLines() {
        Identity identity = identity(EXCHANGE);
        List<LedgerTransfer> rows = rows(mutation.plan(EXCHANGE, identity));
        Conclusion conclusion = mutation.conclude(EXCHANGE, identity, rows);
        assertThat(conclusion.response().status()).isEqualTo(201);
        assertThat(text(conclusion.response().body()))
                .contains("\"rate\":\"0.8\"", "\"reference\":\"x-1\"");
        assertThat(conclusion.rows()).hasSize(2);
        StoredEntry read = StoredEntry.of(rows, number -> number == 1001 ? "EUR" : "USD");
        assertThat(read.lines()).extracting(StoredEntry.Line::line).isEqualTo(EXCHANGE.lines());
        assertThat(read.lines().get(1).transfer()).isEqualTo(read.lines().get(4).transfer());
        assertThat(read.reverses()).isEmpty();
    }

    @Test
    void anEntryWithoutWordsIsTheLedgersAlone() {
        assertThat(mutation.isToldByLedger(PLAIN)).isTrue();
        assertThat(mutation.isToldByLedger(EXCHANGE)).isFalse();
        Identity identity = identity(PLAIN);
        assertThat(mutation.conclude(PLAIN, identity, rows(mutation.plan(PLAIN, identity))).rows())
                .isEmpty();
    }

    /** By the place in the plan, the line; of two lines in one transfer, the one to blame. */
    @ParameterizedTest
    @CsvSource({
        "1, CREDIT_ACCOUNT_ALREADY_CLOSED, BATCH_REJECTED, /lines/2",
        "2, CREDIT_ACCOUNT_ALREADY_CLOSED, BATCH_REJECTED, /lines/3",
        "3, EXCEEDS_CREDITS, INSUFFICIENT_FUNDS, /lines/1",
        "3, DEBIT_ACCOUNT_ALREADY_CLOSED, BATCH_REJECTED, /lines/1",
        "3, CREDIT_ACCOUNT_ALREADY_CLOSED, BATCH_REJECTED, /lines/4",
        "3, OVERFLOWS_CREDITS_POSTED, BATCH_REJECTED, /lines/4",
        "4, EXCEEDS_CREDITS, INSUFFICIENT_FUNDS, /lines/0",
        "4, DEBIT_ACCOUNT_ALREADY_CLOSED, BATCH_REJECTED, /lines/0",
        "4, OVERFLOWS_DEBITS_POSTED, BATCH_REJECTED, /lines/0"
    })
    void aRefusalNamesTheLine(int index, TransferResult why, ProblemCode code, String pointer) {
        assertThat(mutation.rejection(EXCHANGE, index, why))
                .isEqualTo(
                        new Problem(
                                code,
                                pointer + " " + why.rule(),
                                List.of(new FieldError(why.rule(), pointer))));
    }

    /** Nothing refuses the entry's own row but a key that is dead. */
    @ParameterizedTest
    @EnumSource(
            value = TransferResult.class,
            names = {"ID_ALREADY_FAILED"})
    void aDeadKeyIsSaidToBeOne(TransferResult why) {
        assertThat(mutation.rejection(EXCHANGE, 0, why))
                .isEqualTo(
                        Problem.of(ProblemCode.BATCH_REJECTED, "rejected by an earlier attempt"));
    }

    private interface Row {
        TransferFields of(Identity identity, LedgerId related, int code, int flags);
    }

    private static Row row(int index, LedgerId debit, LedgerId credit, long amount, int number) {
        return (identity, related, code, flags) ->
                new TransferFields(
                        identity.ids().id(index),
                        debit,
                        credit,
                        Amount.of(amount),
                        LedgerId.NONE,
                        related,
                        identity.fingerprint64(),
                        1,
                        0,
                        number,
                        code,
                        flags);
    }

    private static List<LedgerTransfer> rows(List<TransferFields> plan) {
        List<LedgerTransfer> rows = new ArrayList<>();
        plan.forEach(row -> rows.add(new LedgerTransfer(row, 1_000 + rows.size())));
        return rows;
    }

    private Identity identity(JournalEntryCommand command) {
        return Identities.of(ORGANISATION, KEY, mutation, command);
    }

    private static EntryLine line(
            UUID account, Side side, long amount, String currency, int number) {
        return new EntryLine(new AskedLine(account, side, Amount.of(amount)), currency, number);
    }

    private static LedgerId id(UUID account) {
        return LedgerId.of(account);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
