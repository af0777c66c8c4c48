package global.pryzma.ledger.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.api.RecordedJson;
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
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.words.Metadata;
import global.pryzma.ledger.words.Wording;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class ReverseEntryMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));
    private static final UUID ENTRY = UUID.fromString("019a3c60-2b10-8e07-b3d9-0b6a52f1c000");
    private static final UUID ADA = UUID.fromString("019a3c5e-9d40-8b11-a2f3-51c07e9a4000");
    private static final UUID BOB = UUID.fromString("019a3c5e-9d41-8b11-a2f3-51c07e9a4000");

    private static final ReverseEntryCommand COMMAND =
            new ReverseEntryCommand(
                    ENTRY,
                    List.of(line(ADA, Side.CREDIT), line(BOB, Side.DEBIT)),
                    new Wording("Cancelled", null, Metadata.NONE));

    private final ReverseEntryMutation mutation =
            new ReverseEntryMutation(new RecordedJson(JsonMapper.createDefault()));

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("journal_entries.reverse");
        String content =
                "{\"journal_entry_id\":\"019a3c60-2b10-8e07-b3d9-0b6a52f1c000\","
                        + "\"description\":\"Cancelled\"";
        assertThat(text(COMMAND.content())).isEqualTo(content + "}");
        assertThat(text(COMMAND.encode()))
                .isEqualTo(
                        content
                                + ",\"lines\":[{\"account_id\":"
                                + "\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\",\"side\":\"credit\","
                                + "\"amount\":\"10\",\"currency\":\"USD\",\"ledger_number\":1002},"
                                + "{\"account_id\":\"019a3c5e-9d41-8b11-a2f3-51c07e9a4000\","
                                + "\"side\":\"debit\",\"amount\":\"10\",\"currency\":\"USD\","
                                + "\"ledger_number\":1002}]}");
        assertThat(StoredForms.decode(mutation, 1, COMMAND.encode())).isEqualTo(COMMAND);
    }

    /** The entry's own row takes 1 from its companion account (nibbles 9 and A) of the original. */
    @Test
    void theLedgersRowsArePermanent() {
        Identity identity = identity();
        List<TransferFields> plan = mutation.plan(COMMAND, identity);
        assertThat(plan)
                .containsExactly(
                        row(
                                identity,
                                0,
                                id("019a3c60-2b10-9e07-b3d9-0b6a52f1c000"),
                                id("019a3c60-2b10-ae07-b3d9-0b6a52f1c000"),
                                1,
                                LedgerId.of(ENTRY),
                                12,
                                1),
                        row(
                                identity,
                                1,
                                LedgerId.of(BOB),
                                LedgerId.of(ADA),
                                10,
                                identity.ids().id(2),
                                1,
                                0));
        assertThat(StoredForms.plan(ORGANISATION, KEY, mutation, COMMAND))
                .isEqualTo(new Plan.Chain(plan));
    }

    @Test
    void theLedgersRowsTellWhatItReverses() {
        List<LedgerTransfer> rows = new ArrayList<>();
        mutation.plan(COMMAND, identity())
                .forEach(row -> rows.add(new LedgerTransfer(row, 1_000 + rows.size())));
        StoredEntry read = StoredEntry.of(rows, _ -> "USD");
        assertThat(read.reverses()).contains(LedgerId.of(ENTRY));
        assertThat(read.lines()).extracting(StoredEntry.Line::line).isEqualTo(COMMAND.lines());
        assertThat(text(mutation.conclude(COMMAND, identity(), rows).response().body()))
                .contains("\"reverses\":\"" + ENTRY + "\"", "\"description\":\"Cancelled\"");
    }

    @Test
    void whatTheLedgerForbids() {
        assertThat(mutation.rejection(COMMAND, 0, TransferResult.EXCEEDS_CREDITS))
                .isEqualTo(Problem.of(ProblemCode.CONFLICT, "it is reversed already"));
        assertThat(mutation.rejection(COMMAND, 0, TransferResult.ID_ALREADY_FAILED).code())
                .isEqualTo(ProblemCode.BATCH_REJECTED);
        assertThat(mutation.rejection(COMMAND, 1, TransferResult.EXCEEDS_CREDITS).errors())
                .extracting(Problem.FieldError::pointer)
                .containsExactly("/lines/1");
    }

    private static TransferFields row(
            Identity identity,
            int index,
            LedgerId debit,
            LedgerId credit,
            long amount,
            LedgerId related,
            int code,
            int flags) {
        return new TransferFields(
                identity.ids().id(index),
                debit,
                credit,
                Amount.of(amount),
                LedgerId.NONE,
                related,
                identity.fingerprint64(),
                1,
                0,
                1002,
                code,
                flags);
    }

    private Identity identity() {
        return Identities.of(ORGANISATION, KEY, mutation, COMMAND);
    }

    private static EntryLine line(UUID account, Side side) {
        return new EntryLine(new AskedLine(account, side, Amount.of(10)), "USD", 1002);
    }

    private static LedgerId id(String text) {
        return LedgerId.of(UUID.fromString(text));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
