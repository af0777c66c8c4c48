package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        assertThat(
                        LedgerEvents.answered(
                                        ledger.lookupAccounts(
                                                List.of(credit), LedgerEvents.patient()))
                                .getFirst()
                                .creditsPosted())
                .isEqualTo(Amount.of(300 * 5));
    }

    @Test
    void oneSubmissionThatIsTooLargeIsAFaultAndHoldsNobodyUp() {
        LedgerId debit = LedgerEvents.open(ledger);
        LedgerId credit = LedgerEvents.open(ledger);
        assertThatThrownBy(() ->
                        ledger.createTransfers(
                                many(LIMIT + 1, debit, credit), LedgerEvents.patient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255 events");
        assertThat(
                        LedgerEvents.answered(
                                ledger.createTransfers(
                                        five(debit, credit), LedgerEvents.patient())))
                .allMatch(Submission.EventResult::created);
    }

    @Test
    void aLookupMayBeLarger() {
        List<LedgerId> ids = Stream.generate(LedgerEvents::id).limit(2032).toList();
        assertThat(LedgerEvents.answered(ledger.lookupTransfers(ids, LedgerEvents.patient())))
                .isEmpty();
        assertThatThrownBy(() ->
                        ledger.lookupTransfers(
                                Stream.generate(LedgerEvents::id).limit(2033).toList(),
                                LedgerEvents.patient()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        LedgerEvents.answered(
                                ledger.lookupTransfers(ids.subList(0, 9), LedgerEvents.patient())))
                .isEmpty();
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
