package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus.State;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;

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

/** The cluster goes away and comes back, in all the ways it can. */
class OutageTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @TempDir private Path folder;

    @Test
    void everyCallerHearsWithinItsDeadlineAndTheFirstSuccessFollowsTheReturn() throws Exception {
        try (LedgerOnReplica parts = LedgerOnReplica.in(folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerId debit = LedgerEvents.open(ledger);
            LedgerId credit = LedgerEvents.open(ledger);
            parts.replica().stopAnswering();

            List<TransferFields> transfers =
                    IntStream.range(0, 200)
                            .mapToObj(i ->
                                    LedgerEvents.transfer(
                                            LedgerEvents.id(), debit, credit, Amount.of(1)))
                            .toList();
            List<Submission> outcomes = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Submission> first =
                        threads.submit(() ->
                                ledger.createTransfers(
                                        List.of(transfers.getFirst()),
                                        LedgerEvents.call(DEADLINE)));
                await().atMost(LedgerOnReplica.SOON)
                        .until(() -> parts.clients().sent(Request.CreateTransfers.class) > 0);
                outcomes.addAll(
                        TigerBeetleLedgerTest.atOnce(
                                transfers.stream()
                                        .skip(1)
                                        .<Callable<Submission>>map(transfer ->
                                                () ->
                                                        ledger.createTransfers(
                                                                List.of(transfer),
                                                                LedgerEvents.call(DEADLINE)))
                                        .toList()));
                outcomes.addFirst(first.get());
            }
            assertThat(outcomes)
                    .allMatch(outcome ->
                            outcome instanceof Submission.InDoubt
                                    || outcome instanceof Submission.Unavailable)
                    .hasAtLeastOneElementOfType(Submission.InDoubt.class)
                    .hasAtLeastOneElementOfType(Submission.Unavailable.class);
            parts.awaitState(State.UNAVAILABLE);
            assertThat(ledger.lookupAccounts(List.of(debit), LedgerEvents.patient()))
                    .isInstanceOf(Reading.Unavailable.class);

            parts.replica().startAnswering();
            parts.awaitState(State.AVAILABLE);
            // What was in doubt comes to light with its repetition (its own answer may need the old
            // client's next ping); what was not attempted never happened.
            List<Submission> again =
                    TigerBeetleLedgerTest.atOnce(
                            transfers.stream()
                                    .<Callable<Submission>>map(transfer ->
                                            () ->
                                                    ledger.createTransfers(
                                                            List.of(transfer),
                                                            LedgerEvents.patient()))
                                    .toList());
            for (int i = 0; i < transfers.size(); i++) {
                int code = LedgerEvents.answered(again.get(i)).getFirst().code();
                if (outcomes.get(i) instanceof Submission.InDoubt) {
                    assertThat(code).isIn(0, TransferResult.EXISTS.code());
                } else {
                    assertThat(code).isZero();
                }
            }
            assertThat(account(ledger, credit).creditsPosted())
                    .isEqualTo(Amount.of(transfers.size()));
        }
    }

    @Test
    void theLateAnswerComesThroughTheClientThatWasReplaced() throws Exception {
        try (Relay relay = new Relay();
                LedgerOnReplica parts =
                        LedgerOnReplica.behind(relay, folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerId debit = LedgerEvents.open(ledger);
            LedgerId credit = LedgerEvents.open(ledger);
            relay.hold();
            Submission outcome =
                    ledger.createTransfers(
                            List.of(
                                    LedgerEvents.transfer(
                                            LedgerEvents.id(), debit, credit, Amount.of(5))),
                            LedgerEvents.call(DEADLINE));
            assertThat(outcome).isInstanceOf(Submission.InDoubt.class);
            parts.awaitState(State.UNAVAILABLE);
            relay.resume();
            Submission.Answered late =
                    ((Submission.InDoubt) outcome).late().toCompletableFuture().get();
            assertThat(late.results()).allMatch(Submission.EventResult::created);
            parts.awaitState(State.AVAILABLE);
            assertThat(account(ledger, credit).creditsPosted()).isEqualTo(Amount.of(5));
        }
    }

    /** As a real server of this release does after a restart, until the client's next ping. */
    @Test
    void aReplyThatGotLostIsFetchedByANewClientWithinTheDeadline() throws Exception {
        try (Relay relay = new Relay();
                LedgerOnReplica parts =
                        LedgerOnReplica.behind(relay, folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerId debit = LedgerEvents.open(ledger);
            LedgerId credit = LedgerEvents.open(ledger);
            // All are answered: whose registration is swallowed would be kept for ever.
            parts.awaitState(State.AVAILABLE);
            await().atMost(LedgerOnReplica.SOON).until(() -> parts.clients().unanswered() == 0);
            relay.swallowRepliesToPresentClients();
            Submission outcome =
                    ledger.createTransfers(
                            List.of(
                                    LedgerEvents.transfer(
                                            LedgerEvents.id(), debit, credit, Amount.of(5))),
                            LedgerEvents.patient());
            assertThat(LedgerEvents.answered(outcome))
                    .extracting(Submission.EventResult::code)
                    .containsExactly(TransferResult.EXISTS.code());
            assertThat(account(ledger, credit).creditsPosted()).isEqualTo(Amount.of(5));
            await().atMost(LedgerOnReplica.SOON).until(() -> parts.clients().living() == 2);
        }
    }

    /** Each time that it seems to come back, but is silent, and is gone again. */
    @Test
    void clientsDoNotPileUpHoweverOftenTheClusterSeemsToComeBack() throws Exception {
        try (Relay relay = new Relay();
                LedgerOnReplica parts =
                        LedgerOnReplica.behind(relay, folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerId debit = LedgerEvents.open(ledger);
            LedgerId credit = LedgerEvents.open(ledger);
            parts.awaitState(State.AVAILABLE);
            TransferFields transfer =
                    LedgerEvents.transfer(LedgerEvents.id(), debit, credit, Amount.of(5));
            relay.hold();
            relay.cut();
            ledger.createTransfers(List.of(transfer), LedgerEvents.call(Duration.ofMillis(50)));
            parts.awaitState(State.UNAVAILABLE);
            for (int seeming = 0; seeming < 6; seeming++) {
                relay.listen();
                int held = seeming;
                await().atMost(LedgerOnReplica.SOON).until(() -> relay.held() > held);
                await().during(Duration.ofMillis(400)).until(() -> true);
                relay.cut();
                await().during(Duration.ofMillis(300)).until(() -> true);
            }
            // For each lane the one in use, and two on their way.
            assertThat(parts.clients().opened()).isLessThanOrEqualTo(6);
            assertThat(parts.clients().unanswered()).isLessThanOrEqualTo(4);
            relay.listen();
            relay.resume();
            parts.awaitState(State.AVAILABLE);
            LedgerEvents.answered(
                    ledger.createTransfers(List.of(transfer), LedgerEvents.patient()));
            await().atMost(Duration.ofSeconds(60)).until(() -> parts.clients().living() == 2);
            assertThat(account(ledger, credit).creditsPosted()).isEqualTo(Amount.of(5));
        }
    }

    /**
     * Nobody listens, so that nothing is opened; and the first client after that is a young one.
     */
    @Test
    void inAnOutageWithoutAListenerNoClientIsOpened() throws Exception {
        try (LedgerOnReplica parts = LedgerOnReplica.in(folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerEvents.open(ledger);
            parts.awaitState(State.AVAILABLE);
            parts.replica().stopAnswering();
            parts.awaitState(State.UNAVAILABLE);
            int opened = parts.clients().opened();
            await().during(Duration.ofSeconds(4)).until(() -> parts.clients().opened() == opened);
            parts.replica().startAnswering();
            parts.awaitState(State.AVAILABLE);
            await().atMost(LedgerOnReplica.SOON).until(() -> parts.clients().living() == 2);
            assertThat(parts.clients().opened()).isLessThanOrEqualTo(opened + 4);
        }
    }

    /** A server that opens its data file lets connections in and says nothing. */
    @Test
    void aSilentStartIsSurvivedWithOneMoreClient() throws Exception {
        try (LedgerOnReplica parts = LedgerOnReplica.in(folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerEvents.open(ledger);
            parts.awaitState(State.AVAILABLE);
            parts.replica().stopAnswering();
            parts.awaitState(State.UNAVAILABLE);
            parts.replica().startAnswering(Duration.ofSeconds(4));
            parts.awaitState(State.AVAILABLE);
            LedgerEvents.open(ledger);
            await().atMost(LedgerOnReplica.SOON).until(() -> parts.clients().living() == 2);
        }
    }

    /** Closed, a gateway leaves what was not answered to the end of the process. */
    @Test
    void closingLeavesAnUnansweredClientAloneUntilItIsAnswered() throws Exception {
        try (Relay relay = new Relay()) {
            LedgerOnReplica parts =
                    LedgerOnReplica.behind(relay, folder, LedgerOnReplica.impatient());
            relay.hold();
            await().atMost(LedgerOnReplica.SOON).until(() -> parts.clients().opened() == 2);
            parts.ledger().close();
            assertThat(parts.clients().unanswered()).isEqualTo(2);
            await().during(Duration.ofSeconds(6)).until(() -> parts.clients().living() == 2);
            relay.resume();
            await().atMost(LedgerOnReplica.SOON).until(() -> parts.clients().living() == 0);
            parts.close();
        }
    }

    @Test
    void aRestartThatKeepsSessionsIsSurvived() throws Exception {
        try (LedgerOnReplica parts = LedgerOnReplica.in(folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerId debit = LedgerEvents.open(ledger);
            LedgerId credit = LedgerEvents.open(ledger);
            for (int round = 0; round < 3; round++) {
                parts.replaceReplica(folder);
                Submission outcome =
                        ledger.createTransfers(
                                List.of(
                                        LedgerEvents.transfer(
                                                LedgerEvents.id(), debit, credit, Amount.of(1))),
                                LedgerEvents.patient());
                assertThat(LedgerEvents.answered(outcome).getFirst().code())
                        .isIn(0, TransferResult.EXISTS.code());
            }
            assertThat(account(ledger, credit).creditsPosted()).isEqualTo(Amount.of(3));
        }
    }

    /** Another replica knows the genesis account, but not our sessions. */
    @Test
    void anEvictedClientIsReplaced(@TempDir Path otherFolder) throws Exception {
        try (LedgerOnReplica parts = LedgerOnReplica.in(folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerEvents.open(ledger);
            try (LedgerOnReplica other =
                    LedgerOnReplica.withGenesis(otherFolder, parts.genesis())) {
                LedgerEvents.open(other.ledger());
            }
            parts.replaceReplica(otherFolder);
            int opened = parts.clients().opened();
            LedgerEvents.open(ledger);
            assertThat(parts.clients().opened()).isGreaterThan(opened);
            parts.awaitState(State.AVAILABLE);
        }
    }

    @Test
    void anEmptiedLedgerIsNotServedUntilTheRightOneIsBack(@TempDir Path emptyFolder)
            throws Exception {
        try (LedgerOnReplica parts = LedgerOnReplica.in(folder, LedgerOnReplica.impatient())) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerId account = LedgerEvents.open(ledger);
            parts.awaitState(State.AVAILABLE).replaceReplica(emptyFolder);
            parts.awaitState(State.WRONG_LEDGER);
            assertThat(
                            ledger.createAccounts(
                                    List.of(LedgerEvents.account(LedgerEvents.id(), 0)),
                                    LedgerEvents.patient()))
                    .isInstanceOf(Submission.Unavailable.class);
            assertThat(ledger.lookupAccounts(List.of(account), LedgerEvents.patient()))
                    .isInstanceOf(Reading.Unavailable.class);
            assertThat(ledger.isLedgerNumberUsed(LedgerEvents.LEDGER, LedgerEvents.patient()))
                    .isInstanceOf(Reading.Unavailable.class);

            parts.replaceReplica(folder);
            parts.awaitState(State.AVAILABLE);
            assertThat(account(ledger, account).account().id()).isEqualTo(account);
        }
    }

    @Test
    void oneOrganisationCannotFillTheWaitingRoom() throws Exception {
        GatewaySettings small = LedgerOnReplica.withRoomFor(LedgerOnReplica.impatient(), 20);
        try (LedgerOnReplica parts = LedgerOnReplica.in(folder, small)) {
            TigerBeetleLedger ledger = parts.ledger();
            LedgerId account = LedgerEvents.open(ledger);
            parts.replica().stopAnswering();
            List<Reading<List<LedgerAccount>>> answers =
                    TigerBeetleLedgerTest.atOnce(
                            IntStream.range(0, 60)
                                    .<Callable<Reading<List<LedgerAccount>>>>mapToObj(i ->
                                            () ->
                                                    ledger.lookupAccounts(
                                                            List.of(account),
                                                            LedgerEvents.call(DEADLINE)))
                                    .toList());
            assertThat(answers)
                    .hasAtLeastOneElementOfType(Reading.Overloaded.class)
                    .hasAtLeastOneElementOfType(Reading.Unavailable.class)
                    .noneMatch(Reading.Answered.class::isInstance);
        }
    }

    @Test
    void callsBeforeTheFirstConnectionWaitForIt() throws Exception {
        try (LedgerOnReplica parts = LedgerOnReplica.in(folder)) {
            assertThat(parts.ledger().status().state()).isEqualTo(State.UNKNOWN);
            LedgerEvents.open(parts.ledger());
            parts.awaitState(State.AVAILABLE);
        }
    }

    @Test
    void afterClosingNothingIsAttempted() throws IOException {
        LedgerOnReplica parts = LedgerOnReplica.in(folder);
        TigerBeetleLedger ledger = parts.ledger();
        LedgerEvents.open(ledger);
        parts.close();
        LedgerCall call = LedgerEvents.patient();
        assertThat(ledger.createAccounts(List.of(LedgerEvents.account(LedgerEvents.id(), 0)), call))
                .isInstanceOf(Submission.Unavailable.class);
        assertThat(ledger.isLedgerNumberUsed(LedgerEvents.LEDGER, call))
                .isInstanceOf(Reading.Unavailable.class);
        await().atMost(LedgerOnReplica.SOON).until(() -> parts.clients().living() == 0);
    }

    private static LedgerAccount account(TigerBeetleLedger ledger, LedgerId id) {
        return LedgerEvents.answered(ledger.lookupAccounts(List.of(id), LedgerEvents.patient()))
                .getFirst();
    }
}
