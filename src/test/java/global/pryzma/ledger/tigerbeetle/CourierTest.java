package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.tigerbeetle.Courier.State;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;

/** The state machine alone: a clock that the test turns, clients that answer when it says so. */
class CourierTest {
    private static final GatewaySettings SETTINGS = GatewaySettings.defaults();
    private static final Duration A_STEP = SETTINGS.replacementIntervalMax().plusMillis(1);
    private static final Duration AN_ATTEMPT = SETTINGS.attemptTimeout().plusMillis(1);

    private final Queue<Runnable> mailbox = new ArrayDeque<>();
    private final List<Successor> successors = new ArrayList<>();
    private final MessageLimits limits = new MessageLimits(SETTINGS.maxEvents());
    private final Pace pace = new Pace();
    private final WaitingRoom room =
            new WaitingRoom(
                    List.of(CallKind.CREATE_TRANSFERS, CallKind.LOOKUP_ACCOUNTS),
                    new WaitingRoom.Bounds(100, 100_000, 100, 100_000),
                    limits,
                    pace);
    private final Circuit circuit =
            new Circuit("test", SETTINGS.missesToOpen(), (lane, now) -> {}, System::nanoTime);
    private final GenesisCheck genesis = new GenesisCheck(new TestGenesis(), Runnable::run);
    private final FakeReachability reachability = new FakeReachability();
    private long now = 1_000_000_000L;

    private final ClusterConnections connections =
            new ClusterConnections(
                    this::startSuccessor,
                    reachability,
                    () -> {},
                    new Backoff(
                            "test",
                            SETTINGS.replacementInterval(),
                            SETTINGS.replacementIntervalMax()),
                    Runnable::run,
                    SETTINGS,
                    () -> now);

    private final Courier courier =
            new Courier(
                    room,
                    limits,
                    pace,
                    circuit,
                    new Availability(List.of(circuit)),
                    genesis,
                    connections,
                    mailbox::add,
                    Runnable::run,
                    SETTINGS,
                    new LaneMeters(new Metrics(), "test"),
                    () -> now);

    @Test
    void itConnectsSendsAndAnswers() {
        assertThat(courier.state()).isEqualTo(State.CONNECTING);
        FakeClient client = connect();
        assertThat(courier.state()).isEqualTo(State.READY);
        Call<TransferFields, List<EventResult>> call = waiting(2);
        turn();
        assertThat(courier.state()).isEqualTo(State.IN_FLIGHT);
        client.answer(new Reply.Results(100, 2, Map.of(0, 46)));
        turn();
        assertThat(answer(call)).containsExactly(new EventResult(46, 0), new EventResult(0, 100));
        assertThat(courier.state()).isEqualTo(State.READY);
    }

    @Test
    void anErrorInAReplyCostsItsCallersAlone() {
        FakeClient client = connect();
        Call<TransferFields, List<EventResult>> call = waiting(1);
        turn();
        client.answer(
                new Reply.Results(
                        100,
                        1,
                        new AbstractMap<>() {
                            @Override
                            public Set<Entry<Integer, Integer>> entrySet() {
                                throw new OutOfMemoryError("for this test");
                            }
                        }));
        turn();
        assertThat(courier.state()).isEqualTo(State.READY);
        assertThat(call.outcome()).isCompletedWithValueMatching(Outcome.NoAnswer.class::isInstance);
        Call<TransferFields, List<EventResult>> next = waiting(1);
        turn();
        client.answer(new Reply.Results(200, 1, Map.of()));
        turn();
        assertThat(answer(next)).containsExactly(new EventResult(0, 200));
    }

    @Test
    void onlyOneMessageIsUnderWayAndTheNextFillsMeanwhile() {
        FakeClient client = connect();
        waiting(1);
        turn();
        Call<TransferFields, List<EventResult>> second = waiting(2);
        Call<TransferFields, List<EventResult>> third = waiting(3);
        turn();
        assertThat(client.sent()).hasSize(1);
        client.answer(new Reply.Results(100, 1, Map.of()));
        turn();
        assertThat(client.sent()).hasSize(2);
        client.answer(new Reply.Results(200, 5, Map.of()));
        turn();
        assertThat(answer(second)).extracting(EventResult::timestamp).containsExactly(196L, 197L);
        assertThat(answer(third))
                .extracting(EventResult::timestamp)
                .containsExactly(198L, 199L, 200L);
    }

    @Test
    void anUnansweredMessageIsSentAgainOnASuccessorAndTheOldClientClosedAfterItsAnswer() {
        FakeClient old = connect();
        Call<TransferFields, List<EventResult>> call = waiting(1);
        turn();
        pass(AN_ATTEMPT);
        assertThat(courier.state()).isEqualTo(State.REPLACING);
        assertThat(old.isClosed()).isFalse();
        FakeClient young = connect();
        assertThat(courier.state()).isEqualTo(State.IN_FLIGHT);
        assertThat(young.last().request()).isEqualTo(old.last().request());
        assertThat(old.isClosed()).isFalse();
        young.answer(new Reply.Results(100, 1, Map.of()));
        turn();
        assertThat(answer(call)).hasSize(1);
        assertThat(old.isClosed()).isTrue();
        assertThat(young.isClosed()).isFalse();
    }

    @Test
    void theDrainingClientMayAnswerFirst() {
        FakeClient old = connect();
        Call<TransferFields, List<EventResult>> call = waiting(1);
        turn();
        pass(AN_ATTEMPT);
        FakeClient young = connect();
        old.answer(new Reply.Results(100, 1, Map.of()));
        turn();
        assertThat(answer(call)).containsExactly(new EventResult(0, 100));
        assertThat(old.isClosed()).isTrue();
        // The new one is still busy with the same message, so nothing else is sent on it.
        waiting(1);
        turn();
        assertThat(young.sent()).hasSize(1);
        young.answer(new Reply.Results(200, 1, Map.of(0, 46)));
        turn();
        assertThat(young.sent()).hasSize(2);
        assertThat(answer(call)).containsExactly(new EventResult(0, 100));
    }

    @Test
    void whenTheOldClientAnswersBeforeItsSuccessorTheSuccessorIsDismissed() {
        FakeClient old = connect();
        Call<TransferFields, List<EventResult>> call = waiting(1);
        turn();
        pass(AN_ATTEMPT);
        Successor successor = successors.getLast();
        old.answer(new Reply.Results(100, 1, Map.of()));
        turn();
        assertThat(answer(call)).hasSize(1);
        assertThat(courier.state()).isEqualTo(State.READY);
        FakeClient late = new FakeClient();
        courier.onProven(successor, late);
        assertThat(late.isClosed()).isTrue();
        assertThat(old.isClosed()).isFalse();
    }

    @Test
    void theOnlyClientIsKeptWhileNoSuccessorAnswersAndTheCircuitOpens() {
        FakeClient old = connect();
        waiting(1);
        turn();
        Call<TransferFields, List<EventResult>> behind = waiting(1);
        pass(AN_ATTEMPT);
        for (int step = 0; step < 10; step++) {
            pass(A_STEP);
        }
        assertThat(old.isClosed()).isFalse();
        assertThat(circuit.status().state()).isEqualTo(LedgerStatus.State.UNAVAILABLE);
        assertThat(behind.outcome()).isCompletedWithValue(new Outcome.NotAttempted<>());

        connect();
        assertThat(circuit.status().state()).isEqualTo(LedgerStatus.State.AVAILABLE);
    }

    /** A real server ends the connections of a client that has another cluster's id. */
    @Test
    void whileNobodyHasEverAnsweredItMayBeTheWrongCluster() {
        String hint = "it may be another cluster than pryzma.ledger.cluster-id says";
        turn();
        pass(A_STEP);
        assertThat(circuit.status().detail())
                .startsWith("a new client went unanswered")
                .contains(hint);
        reachability.listens = false;
        pass(A_STEP);
        assertThat(circuit.status().detail()).doesNotContain(hint);
        reachability.listens = true;

        connect();
        waiting(1);
        turn();
        pass(AN_ATTEMPT);
        for (int step = 0; step < 5; step++) {
            pass(A_STEP);
        }
        assertThat(circuit.status().detail()).isEqualTo("a new client went unanswered");
    }

    @Test
    void anUnansweredClientIsKeptAndGetsCompanyOnceWhenAnAddressListensAgain() {
        FakeClient old = connect();
        waiting(1);
        turn();
        pass(AN_ATTEMPT);
        int first = successors.size();
        for (int step = 0; step < 5; step++) {
            pass(A_STEP);
        }
        assertThat(successors).hasSize(first);
        reachability.beginAgain();
        turn();
        assertThat(successors).hasSize(first + 1);
        for (int step = 0; step < 5; step++) {
            reachability.beginAgain();
            pass(A_STEP);
        }
        assertThat(successors).hasSize(first + 1);
        assertThat(old.isClosed()).isFalse();

        // The younger one is first; the other is closed after its own answer, and not before.
        FakeClient second = prove(successors.getLast());
        assertThat(circuit.status().state()).isEqualTo(LedgerStatus.State.AVAILABLE);
        FakeClient loser = prove(successors.get(first - 1));
        assertThat(loser.isClosed()).isTrue();
        assertThat(second.isClosed()).isFalse();
    }

    @Test
    void aClientThatWasKeptIsTheProbeOfTheNextOutage() {
        FakeClient client = connect();
        waiting(1);
        turn();
        pass(AN_ATTEMPT);
        int opened = successors.size();
        client.answer(new Reply.Results(100, 1, Map.of()));
        turn();
        assertThat(reachability.watched).isFalse();
        waiting(1);
        turn();
        pass(AN_ATTEMPT);
        assertThat(courier.state()).isEqualTo(State.REPLACING);
        assertThat(successors).hasSize(opened);
        assertThat(prove(successors.getLast()).isClosed()).isFalse();
        assertThat(courier.state()).isEqualTo(State.IN_FLIGHT);
    }

    @Test
    void noClientIsOpenedWhileNobodyListens() {
        reachability.listens = false;
        turn();
        for (int step = 0; step < 5; step++) {
            pass(A_STEP);
        }
        assertThat(successors).isEmpty();
        assertThat(circuit.isClosed()).isFalse();
        reachability.listens = true;
        turn();
        assertThat(successors).hasSize(1);
    }

    @Test
    void clientsWithFormerAddressesAreSetAsideAndTheirNumberIsBounded() {
        turn();
        for (int move = 0; move < 20; move++) {
            reachability.moves++;
            pass(A_STEP);
        }
        assertThat(successors).hasSize(5);
        reachability.beginAgain();
        pass(A_STEP);
        assertThat(successors).hasSize(6);
        reachability.beginAgain();
        pass(A_STEP);
        assertThat(successors).hasSize(6);
        // One of the first can still be answered, and is as good as any.
        assertThat(prove(successors.getFirst()).isClosed()).isFalse();
        assertThat(courier.state()).isEqualTo(State.READY);
    }

    @Test
    void theOtherLanesAnswerLetsCallersWaitAndOpensASecondClient() {
        connect();
        waiting(1);
        turn();
        pass(AN_ATTEMPT);
        for (int step = 0; step < 5; step++) {
            pass(A_STEP);
        }
        assertThat(circuit.isClosed()).isFalse();
        int opened = successors.size();
        courier.clusterAnswers();
        turn();
        assertThat(circuit.isClosed()).isTrue();
        assertThat(circuit.status().state()).isEqualTo(LedgerStatus.State.UNAVAILABLE);
        assertThat(successors).hasSize(opened + 1);
        pass(A_STEP);
        assertThat(circuit.isClosed()).isFalse();
    }

    @Test
    void theOtherLanesAnswerMakesAnIdleClientProveThatItIsHeard() {
        FakeClient client = connect();
        courier.clusterAnswers();
        turn();
        assertThat(client.sent()).isEmpty();
        pass(AN_ATTEMPT);
        courier.clusterAnswers();
        turn();
        assertThat(client.last().request()).isEqualTo(genesis.question());
    }

    @Test
    void aMessageNobodyWaitsForIsNotSentAgainButMayStillBeAnswered() {
        FakeClient old = connect();
        Call<TransferFields, List<EventResult>> call = call(1, Duration.ZERO.plusMillis(30));
        assertThat(room.admit(call)).isTrue();
        turn();
        while (!call.behalf().deadline().isOver()) {
            Thread.onSpinWait();
        }
        pass(AN_ATTEMPT);
        FakeClient young = connect();
        assertThat(young.sent()).isEmpty();
        assertThat(courier.state()).isEqualTo(State.READY);
        assertThat(old.isClosed()).isFalse();
        old.answer(new Reply.Results(100, 1, Map.of()));
        turn();
        assertThat(answer(call)).hasSize(1);
        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void drainingEndsInTimeAndLeavesTheMessageInDoubt() {
        FakeClient old = connect();
        Call<TransferFields, List<EventResult>> call = call(1, Duration.ofMillis(30));
        assertThat(room.admit(call)).isTrue();
        turn();
        while (!call.behalf().deadline().isOver()) {
            Thread.onSpinWait();
        }
        pass(AN_ATTEMPT);
        connect();
        pass(SETTINGS.drainLimit().plusSeconds(1));
        assertThat(old.isClosed()).isTrue();
        assertThat(call.outcome().join()).isInstanceOf(Outcome.NoAnswer.class);
    }

    @Test
    void anEvictedClientIsClosedAndItsMessageSentAgain() {
        FakeClient old = connect();
        Call<TransferFields, List<EventResult>> call = waiting(1);
        turn();
        pass(A_STEP.minus(AN_ATTEMPT));
        old.fail(ClientFault.Reason.CLIENT_GONE);
        turn();
        assertThat(courier.state()).isEqualTo(State.CONNECTING);
        assertThat(old.isClosed()).isTrue();
        FakeClient young = connect();
        young.answer(new Reply.Results(100, 1, Map.of(0, 46)));
        turn();
        assertThat(answer(call)).containsExactly(new EventResult(46, 0));
    }

    @Test
    void aMessageThatIsTooLargeIsDividedUntilItFits() {
        FakeClient client = connect();
        List<Call<TransferFields, List<EventResult>>> calls =
                Stream.generate(() -> waiting(100)).limit(5).toList();
        turn();
        client.fail(ClientFault.Reason.TOO_MUCH_DATA);
        turn();
        assertThat(limits.of(CallKind.CREATE_TRANSFERS)).isEqualTo(250);
        assertThat(transfersOf(client)).isEqualTo(200);
        client.fail(ClientFault.Reason.TOO_MUCH_DATA);
        turn();
        for (Call<TransferFields, List<EventResult>> call : calls) {
            assertThat(transfersOf(client)).isEqualTo(100);
            client.answer(new Reply.Results(1000, 100, Map.of()));
            turn();
            assertThat(answer(call)).hasSize(100);
        }
        connectAnew(client);
        assertThat(limits.of(CallKind.CREATE_TRANSFERS)).isEqualTo(SETTINGS.maxEvents());
    }

    @Test
    void aCallThatNeverFitsIsNotSent() {
        FakeClient client = connect();
        Call<TransferFields, List<EventResult>> call = waiting(100);
        turn();
        client.fail(ClientFault.Reason.TOO_MUCH_DATA);
        turn();
        assertThat(call.outcome().join()).isInstanceOf(Outcome.TooLarge.class);
        assertThat(courier.state()).isEqualTo(State.READY);
    }

    @Test
    void aReplyThatCannotBeReadIsNoDefiniteAnswer() {
        FakeClient client = connect();
        Call<TransferFields, List<EventResult>> call = waiting(1);
        turn();
        client.fail(ClientFault.Reason.UNREADABLE);
        turn();
        assertThat(call.outcome().join()).isInstanceOf(Outcome.NoAnswer.class);
        assertThat(courier.state()).isEqualTo(State.READY);
    }

    @Test
    void aWrongLedgerIsNotServedAndLookedAtAgain() {
        turn();
        Call<TransferFields, List<EventResult>> call = waiting(1);
        courier.onWrongLedger(successors.getLast());
        turn();
        assertThat(circuit.status().state()).isEqualTo(LedgerStatus.State.WRONG_LEDGER);
        assertThat(call.outcome()).isCompletedWithValue(new Outcome.NotAttempted<>());
        int before = successors.size();
        pass(SETTINGS.wrongLedgerInterval().plusMillis(1));
        assertThat(successors).hasSize(before + 1);
        connect();
        assertThat(circuit.status().state()).isEqualTo(LedgerStatus.State.AVAILABLE);
    }

    @Test
    void anIdleClientIsAskedForALifeSignAndAForeignLedgerIsNoticed() {
        FakeClient client = connect();
        pass(SETTINGS.heartbeatInterval().plusMillis(1));
        assertThat(client.last().request()).isEqualTo(genesis.question());
        client.answer(new Reply.Accounts(List.of()));
        turn();
        assertThat(circuit.status().state()).isEqualTo(LedgerStatus.State.WRONG_LEDGER);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void closingLeavesWhatIsUnderWayInDoubtAndTheRestUnattempted() {
        FakeClient client = connect();
        Call<TransferFields, List<EventResult>> sent = waiting(1);
        turn();
        Call<TransferFields, List<EventResult>> waiting = waiting(1);
        courier.close();
        turn();
        assertThat(sent.outcome().join()).isInstanceOf(Outcome.NoAnswer.class);
        assertThat(waiting.outcome()).isCompletedWithValue(new Outcome.NotAttempted<>());
        assertThat(client.isClosed()).isTrue();
        assertThat(courier.state()).isEqualTo(State.CLOSED);
    }

    private Successor startSuccessor(Successor.Listener listener) {
        // Never run: the test plays its part.
        Successor successor =
                new Successor(new NoClients(), genesis, task -> {}, mailbox::add, listener);
        successors.add(successor);
        return successor;
    }

    /** Lets the courier open a client, if it may by now, and lets that one pass the check. */
    private FakeClient connect() {
        pass(A_STEP);
        return prove(successors.getLast());
    }

    private FakeClient prove(Successor successor) {
        FakeClient client = new FakeClient();
        courier.onProven(successor, client);
        turn();
        return client;
    }

    private void connectAnew(FakeClient old) {
        waiting(1);
        turn();
        pass(A_STEP);
        old.fail(ClientFault.Reason.CLIENT_GONE);
        turn();
        connect();
    }

    private Call<TransferFields, List<EventResult>> waiting(int events) {
        Call<TransferFields, List<EventResult>> call = call(events, Duration.ofMinutes(5));
        assertThat(room.admit(call)).isTrue();
        return call;
    }

    private static Call<TransferFields, List<EventResult>> call(int events, Duration deadline) {
        TransferFields transfer =
                LedgerEvents.transfer(
                        LedgerEvents.id(), LedgerId.NONE, LedgerId.NONE, Amount.of(1));
        return new Call<>(
                CallKind.CREATE_TRANSFERS,
                Stream.generate(() -> transfer).limit(events).toList(),
                LedgerEvents.call(deadline));
    }

    private static List<EventResult> answer(Call<?, List<EventResult>> call) {
        @Nullable Outcome<List<EventResult>> outcome = call.outcome().getNow(null);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered<List<EventResult>>) outcome).answer();
    }

    private static int transfersOf(FakeClient client) {
        return ((Request.CreateTransfers) client.last().request()).transfers().size();
    }

    private void pass(Duration time) {
        now += time.toNanos();
        turn();
    }

    /** What the mailbox does: all tasks, then a turn, until there is nothing to do at once. */
    private void turn() {
        long pause = 0;
        while (pause <= 0 || !mailbox.isEmpty()) {
            for (Runnable task = mailbox.poll(); task != null; task = mailbox.poll()) {
                task.run();
            }
            pause = courier.take();
        }
    }

    private record NoClients() implements ClusterClient.Opener {
        @Override
        public ClusterClient open() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] addresses() {
            throw new UnsupportedOperationException();
        }
    }
}
