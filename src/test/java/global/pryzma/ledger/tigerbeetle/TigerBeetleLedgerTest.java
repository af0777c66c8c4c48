package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class TigerBeetleLedgerTest {
    private static final int CALLERS = 500;

    @TempDir private Path folder;
    private LedgerOnReplica parts;
    private TigerBeetleLedger ledger;

    @BeforeEach
    void start() throws IOException {
        parts = LedgerOnReplica.in(folder);
        ledger = parts.ledger();
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void whatWasCreatedIsReadBackInEveryField() {
        LedgerId debit = LedgerEvents.id();
        LedgerId credit = LedgerEvents.id();
        AccountFields first =
                new AccountFields(
                        debit, LedgerEvents.id(), -2, -3, -4, 65535, AccountFlags.HISTORY);
        AccountFields second =
                new AccountFields(
                        credit,
                        LedgerId.NONE,
                        1,
                        2,
                        -4,
                        1,
                        AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS);
        List<Submission.EventResult> opened =
                LedgerEvents.answered(
                        ledger.createAccounts(List.of(first, second), LedgerEvents.patient()));
        assertThat(opened).allMatch(Submission.EventResult::created);

        TransferFields hold =
                new TransferFields(
                        LedgerEvents.id(),
                        debit,
                        credit,
                        Amount.MAX,
                        LedgerId.NONE,
                        LedgerEvents.id(),
                        Long.MIN_VALUE,
                        Integer.MIN_VALUE,
                        3600,
                        -4,
                        65535,
                        TransferFlags.PENDING);
        TransferFields post =
                new TransferFields(
                        LedgerEvents.id(),
                        debit,
                        credit,
                        new Amount(1, 2),
                        hold.id(),
                        hold.userData128(),
                        5,
                        6,
                        0,
                        -4,
                        65535,
                        TransferFlags.POST_PENDING);
        List<Submission.EventResult> moved =
                LedgerEvents.answered(
                        ledger.createTransfers(List.of(hold, post), LedgerEvents.patient()));
        assertThat(moved).allMatch(Submission.EventResult::created);

        assertThat(
                        LedgerEvents.answered(
                                ledger.lookupAccounts(
                                        List.of(credit, LedgerEvents.id(), debit),
                                        LedgerEvents.patient())))
                .containsExactly(
                        new LedgerAccount(
                                second,
                                Amount.ZERO,
                                Amount.ZERO,
                                Amount.ZERO,
                                new Amount(1, 2),
                                opened.get(1).timestamp()),
                        new LedgerAccount(
                                first,
                                Amount.ZERO,
                                new Amount(1, 2),
                                Amount.ZERO,
                                Amount.ZERO,
                                opened.get(0).timestamp()));
        LedgerTransfer holdRow = new LedgerTransfer(hold, moved.get(0).timestamp());
        LedgerTransfer postRow = new LedgerTransfer(post, moved.get(1).timestamp());
        assertThat(
                        LedgerEvents.answered(
                                ledger.lookupTransfers(
                                        List.of(post.id(), hold.id()), LedgerEvents.patient())))
                .containsExactly(postRow, holdRow);
        assertThat(
                        LedgerEvents.answered(
                                ledger.accountTransfers(
                                        new AccountTransfersQuery(debit, 0, 10),
                                        LedgerEvents.patient())))
                .containsExactly(postRow, holdRow);
        assertThat(
                        LedgerEvents.answered(
                                ledger.accountTransfers(
                                        new AccountTransfersQuery(credit, postRow.timestamp(), 10),
                                        LedgerEvents.patient())))
                .containsExactly(holdRow);
        assertThat(
                        LedgerEvents.answered(
                                ledger.accountTransfers(
                                        new AccountTransfersQuery(credit, 1, 10),
                                        LedgerEvents.patient())))
                .isEmpty();
        assertThat(
                        LedgerEvents.answered(
                                ledger.accountTransfers(
                                        new AccountTransfersQuery(debit, 65535, 0, 10),
                                        LedgerEvents.patient())))
                .containsExactly(postRow, holdRow);
        assertThat(
                        LedgerEvents.answered(
                                ledger.accountTransfers(
                                        new AccountTransfersQuery(debit, 65534, 0, 10),
                                        LedgerEvents.patient())))
                .isEmpty();
        assertThat(LedgerEvents.answered(ledger.isLedgerNumberUsed(-4, LedgerEvents.patient())))
                .isTrue();
        assertThat(LedgerEvents.answered(ledger.isLedgerNumberUsed(9, LedgerEvents.patient())))
                .isFalse();
        assertThat(ledger.status().state()).isEqualTo(LedgerStatus.State.AVAILABLE);
        assertThat(parts.genesis().isWritten()).isTrue();
    }

    @Test
    void nothingIsAnsweredAtOnce() {
        assertThat(LedgerEvents.answered(ledger.createAccounts(List.of(), LedgerEvents.patient())))
                .isEmpty();
        assertThat(LedgerEvents.answered(ledger.createTransfers(List.of(), LedgerEvents.patient())))
                .isEmpty();
        assertThat(LedgerEvents.answered(ledger.lookupAccounts(List.of(), LedgerEvents.patient())))
                .isEmpty();
        assertThat(LedgerEvents.answered(ledger.lookupTransfers(List.of(), LedgerEvents.patient())))
                .isEmpty();
    }

    @Test
    void concurrentCallersShareMessagesAndEachGetsItsOwnAnswer() throws Exception {
        LedgerId debit = LedgerEvents.open(ledger);
        LedgerId credit = LedgerEvents.open(ledger);
        List<TransferFields> transfers =
                IntStream.range(0, CALLERS)
                        .mapToObj(i ->
                                LedgerEvents.transfer(
                                        LedgerEvents.id(), debit, credit, Amount.of(1)))
                        .toList();
        // Every third of them is wrong, so that answers differ within a message.
        List<TransferFields> submitted =
                IntStream.range(0, CALLERS)
                        .mapToObj(i ->
                                i % 3 == 0
                                        ? LedgerEvents.transfer(
                                                transfers.get(i).id(), debit, debit, Amount.of(1))
                                        : transfers.get(i))
                        .toList();
        List<Submission> results =
                atOnce(
                        submitted.stream()
                                .<Callable<Submission>>map(transfer ->
                                        () ->
                                                ledger.createTransfers(
                                                        List.of(transfer), LedgerEvents.patient()))
                                .toList());
        List<List<LedgerTransfer>> rows =
                atOnce(
                        submitted.stream()
                                .<Callable<List<LedgerTransfer>>>map(transfer ->
                                        () ->
                                                LedgerEvents.answered(
                                                        ledger.lookupTransfers(
                                                                List.of(
                                                                        transfer.id(),
                                                                        LedgerEvents.id()),
                                                                LedgerEvents.patient())))
                                .toList());
        for (int i = 0; i < CALLERS; i++) {
            Submission.EventResult result = LedgerEvents.answered(results.get(i)).getFirst();
            if (i % 3 == 0) {
                assertThat(result.code())
                        .isEqualTo(TransferResult.ACCOUNTS_MUST_BE_DIFFERENT.code());
                assertThat(result.timestamp()).isZero();
                assertThat(rows.get(i)).isEmpty();
            } else {
                assertThat(result.created()).isTrue();
                assertThat(rows.get(i))
                        .containsExactly(new LedgerTransfer(transfers.get(i), result.timestamp()));
            }
        }
        assertThat(parts.clients().sent(Request.CreateTransfers.class)).isLessThan(CALLERS / 2);
        assertThat(parts.clients().sent(Request.LookupTransfers.class)).isLessThan(CALLERS / 2);
    }

    @Test
    void aChainIsNeverSplitNorJoinedByStrangers() throws Exception {
        LedgerId debit = LedgerEvents.open(ledger);
        LedgerId credit = LedgerEvents.open(ledger);
        List<Callable<Submission>> callers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean broken = i % 2 == 0;
            List<TransferFields> chain = new ArrayList<>();
            for (int link = 0; link < 7; link++) {
                chain.add(
                        LedgerEvents.transfer(
                                LedgerEvents.id(),
                                debit,
                                broken && link == 3 ? debit : credit,
                                Amount.of(1),
                                link < 6 ? TransferFlags.LINKED : 0));
            }
            callers.add(() -> ledger.createTransfers(chain, LedgerEvents.patient()));
            TransferFields single =
                    LedgerEvents.transfer(LedgerEvents.id(), debit, credit, Amount.of(1));
            callers.add(() -> ledger.createTransfers(List.of(single), LedgerEvents.patient()));
        }
        List<Submission> results = atOnce(callers);
        for (int i = 0; i < 100; i++) {
            List<Integer> chain =
                    LedgerEvents.answered(results.get(2 * i)).stream()
                            .map(Submission.EventResult::code)
                            .toList();
            assertThat(chain)
                    .isEqualTo(
                            i % 2 == 0
                                    ? List.of(1, 1, 1, 12, 1, 1, 1)
                                    : List.of(0, 0, 0, 0, 0, 0, 0));
            assertThat(LedgerEvents.answered(results.get(2 * i + 1)))
                    .allMatch(Submission.EventResult::created);
        }
        LedgerAccount account =
                LedgerEvents.answered(
                                ledger.lookupAccounts(List.of(credit), LedgerEvents.patient()))
                        .getFirst();
        assertThat(account.creditsPosted()).isEqualTo(Amount.of(50 * 7 + 100));
    }

    /** In each part somebody spends what he was given in the one before. */
    @Test
    void partsAreExecutedInTheirOrderWhileOthersCall() throws Exception {
        LedgerId source = LedgerEvents.open(ledger);
        List<Callable<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(() -> {
                List<LedgerId> poor = Stream.generate(LedgerEvents::id).limit(12).toList();
                LedgerEvents.answered(
                        ledger.createAccounts(
                                poor.stream()
                                        .map(id ->
                                                LedgerEvents.account(
                                                        id,
                                                        AccountFlags
                                                                .DEBITS_MUST_NOT_EXCEED_CREDITS))
                                        .toList(),
                                patient()));
                List<List<TransferFields>> parts = new ArrayList<>();
                LedgerId giver = source;
                for (LedgerId taker : poor) {
                    parts.add(
                            List.of(
                                    LedgerEvents.transfer(
                                            LedgerEvents.id(), giver, taker, Amount.of(9))));
                    giver = taker;
                }
                List<Submission> outcomes = ledger.createTransfersInTurn(parts, patient());
                return outcomes.size() == parts.size()
                        && outcomes.stream()
                                .map(LedgerEvents::answered)
                                .allMatch(results -> results.getFirst().created());
            });
        }
        assertThat(atOnce(callers)).hasSize(20).containsOnly(true);
    }

    @Test
    void theTailsHaveEverythingOldestFirst() {
        List<LedgerId> opened = Stream.generate(() -> LedgerEvents.open(ledger)).limit(5).toList();
        List<TransferFields> made =
                Stream.generate(() ->
                                LedgerEvents.transfer(
                                        LedgerEvents.id(),
                                        opened.get(0),
                                        opened.get(1),
                                        Amount.of(1)))
                        .limit(5)
                        .toList();
        LedgerEvents.answered(ledger.createTransfers(made, LedgerEvents.patient()));

        List<LedgerAccount> accounts =
                LedgerEvents.answered(ledger.accountsTail(tail(0, 100), patient()));
        assertThat(accounts)
                .as("the genesis account and these")
                .extracting(row -> row.account().id())
                .hasSize(6)
                .endsWith(opened.toArray(LedgerId[]::new));
        long third = accounts.get(2).timestamp();
        assertThat(LedgerEvents.answered(ledger.accountsTail(tail(third, 2), patient())))
                .containsExactlyElementsOf(accounts.subList(3, 5));
        assertThat(
                        LedgerEvents.answered(
                                ledger.accountsTail(
                                        new TailQuery(0, third, 100), LedgerEvents.patient())))
                .as("the upper bound is inclusive")
                .containsExactlyElementsOf(accounts.subList(0, 3));
        assertThat(
                        LedgerEvents.answered(
                                ledger.accountsTail(
                                        tail(accounts.getLast().timestamp(), 1), patient())))
                .isEmpty();

        List<LedgerTransfer> transfers =
                LedgerEvents.answered(ledger.transfersTail(tail(0, 100), LedgerEvents.patient()));
        assertThat(transfers).extracting(LedgerTransfer::transfer).isEqualTo(made);
        assertThat(
                        LedgerEvents.answered(
                                ledger.transfersTail(
                                        tail(transfers.getFirst().timestamp(), 3), patient())))
                .containsExactlyElementsOf(transfers.subList(1, 4));
    }

    private static TailQuery tail(long after, int limit) {
        return new TailQuery(after, Long.MAX_VALUE, limit);
    }

    private static LedgerCall patient() {
        return LedgerEvents.patient();
    }

    @Test
    void whatWouldDisturbOthersIsRefused() {
        LedgerId account = LedgerEvents.id();
        TransferFields open =
                LedgerEvents.transfer(
                        LedgerEvents.id(), account, account, Amount.of(1), TransferFlags.LINKED);
        assertThatThrownBy(() -> ledger.createTransfers(List.of(open), LedgerEvents.patient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chain");
        assertThatThrownBy(() ->
                        ledger.createAccounts(
                                List.of(LedgerEvents.account(account, AccountFlags.LINKED)),
                                LedgerEvents.patient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chain");
        assertThatThrownBy(() ->
                        ledger.createAccounts(
                                List.of(LedgerEvents.account(account, AccountFlags.IMPORTED)),
                                LedgerEvents.patient()))
                .isInstanceOf(IllegalArgumentException.class);
        // A real server ends on some of these, and again at every start.
        for (int flags : new int[] {0, TransferFlags.POST_PENDING, TransferFlags.VOID_PENDING}) {
            TransferFields imported =
                    LedgerEvents.transfer(
                            LedgerEvents.id(),
                            account,
                            account,
                            Amount.of(1),
                            flags | TransferFlags.IMPORTED);
            assertThatThrownBy(
                            () -> ledger.createTransfers(List.of(imported), LedgerEvents.patient()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("imported");
        }
        assertThatThrownBy(() ->
                        ledger.createAccounts(
                                List.of(LedgerEvents.account(account, 1 << 16)),
                                LedgerEvents.patient()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moreThanAMessageHoldsIsRefused() {
        List<TransferFields> tooMany =
                Stream.generate(() ->
                                LedgerEvents.transfer(
                                        LedgerEvents.id(),
                                        LedgerEvents.id(),
                                        LedgerEvents.id(),
                                        Amount.MAX))
                        .limit(8191)
                        .toList();
        assertThat(ledger.maxEvents()).isEqualTo(8190);
        assertThat(ledger.createTransfers(tooMany, LedgerEvents.patient()))
                .isEqualTo(new Submission.TooLarge(8190));
        assertThat(
                        LedgerEvents.answered(
                                ledger.createTransfers(
                                        tooMany.subList(1, 8191), LedgerEvents.patient())))
                .hasSize(8190)
                .allMatch(result -> result.code() == TransferResult.DEBIT_ACCOUNT_NOT_FOUND.code());
    }

    @Test
    void aBalanceMayBeAsLargeAsTheLedgerCanCount() {
        LedgerId debit = LedgerEvents.open(ledger);
        LedgerId credit = LedgerEvents.open(ledger);
        LedgerEvents.answered(
                ledger.createTransfers(
                        List.of(
                                LedgerEvents.transfer(LedgerEvents.id(), debit, credit, Amount.MAX),
                                LedgerEvents.transfer(
                                        LedgerEvents.id(), debit, credit, Amount.of(1))),
                        LedgerEvents.patient()));
        assertThat(
                        LedgerEvents.answered(
                                ledger.lookupAccounts(List.of(credit), LedgerEvents.patient())))
                .extracting(LedgerAccount::creditsPosted)
                .containsExactly(Amount.ALL);
    }

    /**
     * Each query takes some milliseconds; all of the one's would take longer than the other waits.
     */
    @Test
    void oneOrganisationsQueriesDoNotUseUpAnothersDeadline() throws Exception {
        LedgerId account = LedgerEvents.open(ledger);
        AccountTransfersQuery query = new AccountTransfersQuery(account, 0, 10);
        parts.replica().replyFaults().delay(100_000, Duration.ofMillis(5));
        for (int i = 0; i < 10; i++) {
            LedgerEvents.answered(ledger.accountTransfers(query, LedgerEvents.patient()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reading<List<LedgerTransfer>>>> flood = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                flood.add(
                        threads.submit(() ->
                                ledger.accountTransfers(
                                        query, LedgerEvents.call(Duration.ofSeconds(4)))));
            }
            long before = parts.clients().sent(Request.AccountTransfers.class);
            await().atMost(LedgerOnReplica.SOON)
                    .until(() -> parts.clients().sent(Request.AccountTransfers.class) > before + 5);
            for (int i = 0; i < 5; i++) {
                LedgerEvents.answered(
                        ledger.accountTransfers(
                                query,
                                LedgerEvents.call(LedgerEvents.OTHER, Duration.ofSeconds(2))));
            }
            List<Reading<List<LedgerTransfer>>> answers = new ArrayList<>();
            for (Future<Reading<List<LedgerTransfer>>> each : flood) {
                answers.add(each.get());
            }
            // Those that could not be served in time were told so at the door.
            assertThat(answers)
                    .hasAtLeastOneElementOfType(Reading.Overloaded.class)
                    .hasAtLeastOneElementOfType(Reading.Answered.class);
        } finally {
            parts.replica().replyFaults().clear();
        }
    }

    static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
