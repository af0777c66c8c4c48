package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

class WaitingRoomTest {
    private static final UUID ONE = LedgerEvents.ORGANISATION;
    private static final UUID OTHER = LedgerEvents.OTHER;

    private final MessageLimits limits = new MessageLimits(10);
    private final Pace pace = new Pace();
    private final WaitingRoom room =
            new WaitingRoom(
                    List.of(
                            CallKind.LOOKUP_ACCOUNTS,
                            CallKind.LOOKUP_TRANSFERS,
                            CallKind.LEDGER_NUMBER_USED),
                    new WaitingRoom.Bounds(6, 40, 4, 30),
                    limits,
                    pace);

    @Test
    void callsOfOneKindShareAMessageAsLongAsTheyFitAndAreNeverSplit() {
        Call<?, ?> first = admitted(ONE, 4);
        Call<?, ?> second = admitted(OTHER, 6);
        Call<?, ?> third = admitted(ONE, 1);
        assertThat(next().calls()).isEqualTo(List.of(first, second));
        assertThat(next().calls()).isEqualTo(List.of(third));
        assertThat(room.next()).isNull();
        assertThat(room.isEmpty()).isTrue();
    }

    @Test
    void theKindsTakeTurns() {
        admitted(ONE, 9);
        admitted(OTHER, 9);
        admit(new Call<>(CallKind.LOOKUP_TRANSFERS, ids(1), LedgerEvents.patient()));
        assertThat(Stream.generate(() -> next().kind()).limit(3).toList())
                .isEqualTo(
                        List.of(
                                CallKind.LOOKUP_ACCOUNTS,
                                CallKind.LOOKUP_TRANSFERS,
                                CallKind.LOOKUP_ACCOUNTS));
    }

    @Test
    void aFilterTravelsAlone() {
        admit(new Call<>(CallKind.LEDGER_NUMBER_USED, List.of(1), LedgerEvents.patient()));
        admit(new Call<>(CallKind.LEDGER_NUMBER_USED, List.of(2), LedgerEvents.patient()));
        assertThat(next().calls()).hasSize(1);
        assertThat(next().calls()).hasSize(1);
    }

    @Test
    void theOrganisationsTakeTurns() {
        Call<?, ?> first = query(ONE);
        Call<?, ?> second = query(ONE);
        Call<?, ?> third = query(ONE);
        Call<?, ?> others = query(OTHER);
        Call<?, ?> services = query(LedgerCall.SERVICE);
        assertThat(Stream.generate(() -> next().calls().getFirst()).limit(5).toList())
                .isEqualTo(List.of(first, others, services, second, third));
    }

    @Test
    void inASharedMessageToo() {
        Call<?, ?> first = admitted(ONE, 6);
        Call<?, ?> second = admitted(ONE, 6);
        Call<?, ?> others = admitted(OTHER, 2);
        Call<?, ?> othersNext = admitted(OTHER, 2);
        assertThat(next().calls()).isEqualTo(List.of(first, others, othersNext));
        assertThat(next().calls()).isEqualTo(List.of(second));
    }

    @Test
    void whatDoesNotFitKeepsItsTurn() {
        admitted(ONE, 6);
        Call<?, ?> large = admitted(OTHER, 6);
        Call<?, ?> small = admitted(ONE, 4);
        assertThat(next().calls().getLast()).isEqualTo(small);
        admitted(ONE, 1);
        assertThat(next().calls().getFirst()).isEqualTo(large);
    }

    @Test
    void smallCallsGoBetweenLargeOnesWhichGoInShortMessages() {
        WaitingRoom wide = wide();
        List<Call<?, ?>> large = admitted(wide, ONE, 1_000, 5);
        assertThat(calls(wide)).isEqualTo(large.subList(0, 2));
        Call<?, ?> small = call(OTHER, FairQueue.SMALL);
        Call<?, ?> another = call(OTHER, 1);
        wide.admit(small);
        wide.admit(another);
        assertThat(calls(wide)).isEqualTo(List.of(small, another));
        Call<?, ?> meanwhile = call(OTHER, 1);
        wide.admit(meanwhile);
        assertThat(calls(wide)).isEqualTo(List.of(large.get(2)));
        assertThat(calls(wide)).isEqualTo(List.of(meanwhile));
        Call<?, ?> huge = call(OTHER, 8_190);
        wide.admit(huge);
        assertThat(calls(wide)).isEqualTo(List.of(large.get(3)));
        assertThat(calls(wide)).isEqualTo(List.of(huge));
        assertThat(calls(wide)).isEqualTo(List.of(large.get(4)));
        assertThat(wide.isEmpty()).isTrue();
    }

    @Test
    void messagesOfLargeCallsAreShorterWhileSmallOnesOfOthersCome() {
        WaitingRoom wide = wide();
        List<Call<?, ?>> large = admitted(wide, ONE, FairQueue.SHORTEST, 60);
        int perMessage = FairQueue.SHORT / FairQueue.SHORTEST;
        assertThat(calls(wide)).isEqualTo(large.subList(0, perMessage));
        wide.admit(call(ONE, 1));
        assertThat(calls(wide)).isEqualTo(large.subList(perMessage, 2 * perMessage));

        wide.admit(call(OTHER, 1));
        assertThat(calls(wide)).hasSize(1);
        int from = 2 * perMessage;
        int to = from + FairQueue.COURTESY;
        for (Call<?, ?> next : large.subList(from, to)) {
            assertThat(calls(wide)).isEqualTo(List.of(next));
        }
        assertThat(calls(wide)).isEqualTo(large.subList(to, to + perMessage));
    }

    @Test
    void smallCallsOfWhoeverHasTheLargeOnesAskForNoCourtesy() {
        WaitingRoom wide = wide();
        Call<?, ?> anchor = call(ONE, 1);
        wide.admit(anchor);
        List<Call<?, ?>> large = admitted(wide, ONE, FairQueue.SHORTEST, 8);
        assertThat(calls(wide)).isEqualTo(List.of(anchor));
        int perMessage = FairQueue.SHORT / FairQueue.SHORTEST;
        assertThat(calls(wide)).isEqualTo(large.subList(0, perMessage));
    }

    private WaitingRoom wide() {
        return new WaitingRoom(
                List.of(CallKind.LOOKUP_ACCOUNTS),
                new WaitingRoom.Bounds(100, 65_536, 100, 65_536),
                new MessageLimits(8_190),
                pace);
    }

    private static List<Call<?, ?>> admitted(WaitingRoom room, UUID organisation, int size, int n) {
        List<Call<?, ?>> calls =
                Stream.<Call<?, ?>>generate(() -> call(organisation, size)).limit(n).toList();
        calls.forEach(room::admit);
        return calls;
    }

    private static List<? extends Call<?, ?>> calls(WaitingRoom room) {
        return ((Message.Group<?, ?>) Objects.requireNonNull(room.next())).calls();
    }

    @Test
    void whoseDeadlineComesBeforeItsTurnIsRefusedAtTheDoor() {
        pace.took(Duration.ofSeconds(10).toNanos());
        query(ONE);
        query(ONE);
        query(ONE);
        // Three before it of its own, one under way; of the others' only their turn.
        assertThat(room.admit(query(ONE, Duration.ofSeconds(45)))).isFalse();
        assertThat(room.admit(query(OTHER, Duration.ofSeconds(45)))).isTrue();
        assertThat(room.admit(query(ONE, Duration.ofSeconds(200)))).isTrue();
    }

    @Test
    void whereNothingWaitsASlowPastShutsNobodyOut() {
        pace.took(Duration.ofMinutes(1).toNanos());
        assertThat(room.admit(query(ONE, Duration.ofSeconds(10)))).isTrue();
        assertThat(room.admit(query(OTHER, Duration.ofSeconds(10)))).isFalse();
        for (int i = 0; i < 100; i++) {
            pace.took(Duration.ofMillis(1).toNanos());
        }
        assertThat(room.admit(query(OTHER, Duration.ofSeconds(10)))).isTrue();
    }

    private Call<?, ?> query(UUID organisation) {
        return admit(query(organisation, Duration.ofMinutes(5)));
    }

    private static Call<?, ?> query(UUID organisation, Duration deadline) {
        return new Call<>(
                CallKind.LEDGER_NUMBER_USED, List.of(1), LedgerEvents.call(organisation, deadline));
    }

    @Test
    void anOrganisationHasAShareOfCalls() {
        for (int i = 0; i < 4; i++) {
            admitted(ONE, 1);
        }
        assertThat(room.admit(call(ONE, 1))).isFalse();
        admitted(OTHER, 1);
        admitted(LedgerCall.SERVICE, 1);
        assertThat(room.admit(call(OTHER, 1))).as("full").isFalse();
        assertThat(room.admit(call(LedgerCall.SERVICE, 1))).as("full").isFalse();
        assertThat(next().calls()).hasSize(6);
        admitted(ONE, 1);
    }

    @Test
    void anOrganisationHasAShareOfEvents() {
        admitted(ONE, 10);
        admitted(ONE, 10);
        admitted(ONE, 10);
        assertThat(room.admit(call(ONE, 1))).isFalse();
        assertThat(room.admit(call(OTHER, 11))).isFalse();
        admitted(OTHER, 10);
    }

    @Test
    void whoeverIsWithdrawnMakesRoomAndIsNotSent() {
        List<Call<?, ?>> calls =
                Stream.<Call<?, ?>>generate(() -> admitted(ONE, 1)).limit(4).toList();
        assertThat(room.withdraw(calls.get(1))).isTrue();
        assertThat(room.withdraw(calls.get(1))).isFalse();
        Call<?, ?> late = admitted(ONE, 1);
        assertThat(next().calls())
                .isEqualTo(List.of(calls.get(0), calls.get(2), calls.get(3), late));
        assertThat(room.withdraw(late)).as("sent").isFalse();
    }

    @Test
    void whoseDeadlineIsOverIsNotSent() {
        Call<LedgerId, ?> over =
                new Call<>(CallKind.LOOKUP_ACCOUNTS, ids(1), LedgerEvents.call(ONE, Duration.ZERO));
        admit(over);
        assertThat(room.next()).isNull();
        assertThat(over.outcome().join()).isInstanceOf(Outcome.NotAttempted.class);
    }

    @Test
    void whatIsPutBackComesFirstAndInOrder() {
        admitted(ONE, 4);
        admitted(ONE, 4);
        Message.Group<?, ?> refused = next();
        Call<?, ?> others = admitted(OTHER, 1);
        room.putBack(refused.calls());
        limits.refused(refused);
        assertThat(next().calls()).isEqualTo(refused.calls().subList(0, 1));
        assertThat(next().calls()).isEqualTo(List.of(others));
        assertThat(next().calls()).isEqualTo(refused.calls().subList(1, 2));
    }

    @Test
    void whatNoLongerFitsIsNotSentAndHoldsNobodyUp() {
        Call<?, ?> large = admitted(ONE, 10);
        Call<?, ?> small = admitted(ONE, 1);
        limits.refused(new Message.Group<>(CallKind.LOOKUP_ACCOUNTS, List.of(lookup(ONE, 10))));
        assertThat(next().calls()).isEqualTo(List.of(small));
        assertThat(large.outcome().join()).isInstanceOf(Outcome.TooLarge.class);
    }

    @Test
    void whatComesBehindACallIsNotSentWithoutIt() {
        WaitingRoom roomy = roomy();
        Call<LedgerId, List<LedgerAccount>> first = lookup(ONE, 10);
        Call<LedgerId, List<LedgerAccount>> second = behind(first, 1);
        Call<?, ?> third = behind(second, 1);
        Call<?, ?> another = call(ONE, 1);
        limits.refused(new Message.Group<>(CallKind.LOOKUP_ACCOUNTS, List.of(lookup(ONE, 10))));
        assertThat(List.of(first, second, third, another)).allMatch(roomy::admit);
        assertThat(calls(roomy)).isEqualTo(List.of(another));
        assertThat(first.outcome().join()).isInstanceOf(Outcome.TooLarge.class);
        assertThat(second.outcome().join()).isInstanceOf(Outcome.NotAttempted.class);
        assertThat(third.outcome().join()).isInstanceOf(Outcome.NotAttempted.class);
    }

    @Test
    void norWithoutOneThatWasWithdrawnOrNotAnswered() {
        WaitingRoom roomy = roomy();
        Call<LedgerId, List<LedgerAccount>> withdrawn = lookup(ONE, 1);
        Call<?, ?> behindIt = behind(withdrawn, 1);
        Call<LedgerId, List<LedgerAccount>> unanswered = lookup(OTHER, 1);
        Call<?, ?> behindThat = behind(unanswered, 1);
        assertThat(List.of(withdrawn, behindIt, behindThat)).allMatch(roomy::admit);
        assertThat(roomy.withdraw(withdrawn)).isTrue();
        unanswered.conclude(new Outcome.NoAnswer<>("its reply can't be read"));
        assertThat(roomy.next()).isNull();
        assertThat(behindIt.outcome().join()).isInstanceOf(Outcome.NotAttempted.class);
        assertThat(behindThat.outcome().join()).isInstanceOf(Outcome.NotAttempted.class);
    }

    @Test
    void behindOneThatIsOnItsWayOrAnsweredItIs() {
        WaitingRoom roomy = roomy();
        Call<LedgerId, List<LedgerAccount>> first = lookup(ONE, 6);
        Call<LedgerId, List<LedgerAccount>> second = behind(first, 4);
        Call<LedgerId, List<LedgerAccount>> third = behind(second, 1);
        assertThat(List.of(first, second, third)).allMatch(roomy::admit);
        assertThat(calls(roomy)).isEqualTo(List.of(first, second));
        assertThat(calls(roomy)).isEqualTo(List.of(third));
        third.conclude(new Outcome.Answered<>(List.of()));
        Call<?, ?> fourth = behind(third, 1);
        assertThat(roomy.admit(fourth)).isTrue();
        assertThat(calls(roomy)).isEqualTo(List.of(fourth));
    }

    private WaitingRoom roomy() {
        return new WaitingRoom(
                List.of(CallKind.LOOKUP_ACCOUNTS),
                new WaitingRoom.Bounds(100, 1_000, 100, 1_000),
                limits,
                pace);
    }

    /** The room has 6 places and 40 for events, an organisation 4 and 30 of these. */
    @Test
    void aheadOfItsTurnACallHasAQuarterOfTheRoom() {
        Call<LedgerId, List<LedgerAccount>> first = lookup(ONE, 6);
        admit(first);
        next();
        assertThat(room.admit(behind(first, 8))).isFalse();
        Call<?, ?> second = admit(behind(first, 7));
        assertThat(room.admit(behind(first, 1))).isFalse();
        assertThat(next().calls()).isEqualTo(List.of(second));
        first.conclude(new Outcome.Answered<>(List.of()));
        assertThat(room.admit(behind(first, 8))).as("its turn has come").isTrue();
    }

    private static Call<LedgerId, List<LedgerAccount>> behind(
            Call<LedgerId, List<LedgerAccount>> previous, int size) {
        return new Call<>(CallKind.LOOKUP_ACCOUNTS, ids(size), previous.behalf(), previous);
    }

    @Test
    void afterClosingEveryoneIsSentAway() {
        Call<?, ?> before = admitted(ONE, 1);
        room.close();
        assertThat(before.outcome().join()).isInstanceOf(Outcome.NotAttempted.class);
        Call<?, ?> after = admitted(ONE, 1);
        assertThat(after.outcome().join()).isInstanceOf(Outcome.NotAttempted.class);
        assertThat(room.next()).isNull();
    }

    private Message.Group<?, ?> next() {
        return (Message.Group<?, ?>) Objects.requireNonNull(room.next());
    }

    private Call<?, ?> admitted(UUID organisation, int size) {
        return admit(call(organisation, size));
    }

    private Call<?, ?> admit(Call<?, ?> call) {
        assertThat(room.admit(call)).isTrue();
        return call;
    }

    private static Call<?, ?> call(UUID organisation, int size) {
        return lookup(organisation, size);
    }

    private static Call<LedgerId, List<LedgerAccount>> lookup(UUID organisation, int size) {
        return new Call<>(
                CallKind.LOOKUP_ACCOUNTS,
                ids(size),
                LedgerEvents.call(organisation, Duration.ofMinutes(5)));
    }

    private static List<LedgerId> ids(int size) {
        return Stream.generate(LedgerEvents::id).limit(size).toList();
    }
}
