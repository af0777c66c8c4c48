package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A cluster of development size takes 254 events, while the gateway is set to 8190. */
class MessageLimitTest {
    private static final int LIMIT = 254;

    @TempDir private Path folder;
    private LedgerOnReplica parts;
    private TigerBeetleLedger ledger;

    @BeforeEach
    void start() throws IOException {
        parts = LedgerOnReplica.inDevelopmentSize(folder);
        ledger = parts.ledger();
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void theLimitIsLearnedWhileManyCall() throws Exception {
        LedgerId debit = LedgerEvents.open(ledger);
        LedgerId credit = LedgerEvents.open(ledger);
        List<Callable<Submission>> callers =
                IntStream.range(0, 300)
                        .<Callable<Submission>>mapToObj(i ->
                                () ->
                                        ledger.createTransfers(
                                                five(debit, credit), LedgerEvents.patient()))
                        .toList();
        assertThat(TigerBeetleLedgerTest.atOnce(callers))
                .allSatisfy(submission ->
                        assertThat(LedgerEvents.answered(submission))
                                .hasSize(5)
                                .allMatch(Submission.EventResult::created));
        assertThat(ledger.maxEvents()).isLessThanOrEqualTo(LIMIT);
        assertThat(credited(credit)).isEqualTo(Amount.of(300 * 5));
    }

    @Test
    void oneSubmissionThatIsTooLargeIsToldWhatIsTakenAndHoldsNobodyUp() {
        LedgerId debit = LedgerEvents.open(ledger);
        LedgerId credit = LedgerEvents.open(ledger);
        int told =
                taken(ledger.createTransfers(many(3_000, debit, credit), LedgerEvents.patient()));
        assertThat(told).isEqualTo(ledger.maxEvents()).isBetween(LIMIT / 2, LIMIT);
        assertThat(
                        LedgerEvents.answered(
                                ledger.createTransfers(
                                        many(told, debit, credit), LedgerEvents.patient())))
                .hasSize(told)
                .allMatch(Submission.EventResult::created);
        assertThat(
                        taken(
                                ledger.createTransfers(
                                        many(told + 1, debit, credit), LedgerEvents.patient())))
                .isEqualTo(told);
        assertThat(
                        LedgerEvents.answered(
                                ledger.createTransfers(
                                        five(debit, credit), LedgerEvents.patient())))
                .allMatch(Submission.EventResult::created);
    }

    /** Though the last of them would fit. */
    @Test
    void nothingOvertakesAPartThatIsTooLarge() {
        LedgerId debit = LedgerEvents.open(ledger);
        LedgerId credit = LedgerEvents.open(ledger);
        List<List<TransferFields>> parts =
                List.of(
                        many(5, debit, credit),
                        many(3_000, debit, credit),
                        many(3_000, debit, credit),
                        many(5, debit, credit));
        List<Submission> outcomes = ledger.createTransfersInTurn(parts, LedgerEvents.patient());
        assertThat(outcomes).hasSize(2);
        assertThat(LedgerEvents.answered(outcomes.getFirst())).hasSize(5);
        assertThat(taken(outcomes.getLast())).isBetween(LIMIT / 2, LIMIT);
        assertThat(credited(credit)).isEqualTo(Amount.of(5));
    }

    @Test
    void aLookupMayBeLargerAndIsDividedBeyondThat() {
        List<LedgerId> ids = Stream.generate(LedgerEvents::id).limit(2032).toList();
        assertThat(LedgerEvents.answered(ledger.lookupTransfers(ids, LedgerEvents.patient())))
                .isEmpty();
        LedgerId debit = LedgerEvents.open(ledger);
        List<TransferFields> made = many(5, debit, LedgerEvents.open(ledger));
        LedgerEvents.answered(ledger.createTransfers(made, LedgerEvents.patient()));
        List<LedgerId> more = new ArrayList<>(ids);
        made.forEach(transfer -> more.add(more.size() - 7, transfer.id()));
        assertThat(LedgerEvents.answered(ledger.lookupTransfers(more, LedgerEvents.patient())))
                .extracting(row -> row.transfer().id())
                .containsExactlyElementsOf(made.stream().map(TransferFields::id).toList());
        assertThat(
                        LedgerEvents.answered(
                                ledger.lookupTransfers(ids.subList(0, 9), LedgerEvents.patient())))
                .isEmpty();
    }

    private Amount credited(LedgerId account) {
        return LedgerEvents.answered(
                        ledger.lookupAccounts(List.of(account), LedgerEvents.patient()))
                .getFirst()
                .creditsPosted();
    }

    private static int taken(Submission submission) {
        assertThat(submission).isInstanceOf(Submission.TooLarge.class);
        return ((Submission.TooLarge) submission).maxEvents();
    }

    private static List<TransferFields> five(LedgerId debit, LedgerId credit) {
        return many(5, debit, credit);
    }

    private static List<TransferFields> many(int count, LedgerId debit, LedgerId credit) {
        return Stream.generate(
                        () -> LedgerEvents.transfer(LedgerEvents.id(), debit, credit, Amount.of(1)))
                .limit(count)
                .toList();
    }
}
