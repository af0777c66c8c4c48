package global.pryzma.ledger.operations.availability;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.ledger.LedgerStatus.State;
import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.Component;
import global.pryzma.ledger.operations.PostgresState;
import global.pryzma.ledger.operations.ServiceStatus;

import org.junit.jupiter.api.Test;

import java.util.List;

class JournalTest {
    private long now = 1_000;
    private final Journal journal = new Journal(() -> now);

    @Test
    void aChangeEndsOnePeriodAndBeginsTheNext() {
        lane(State.AVAILABLE);
        now += 10;
        lane(State.DEGRADED);
        now += 10;
        lane(State.UNAVAILABLE);
        now += 10;
        lane(State.AVAILABLE);
        assertThat(transfers())
                .containsExactly(
                        "1 available 1000-1010",
                        "2 degraded 1010-1020",
                        "3 unavailable 1020-1030",
                        "4 available 1030-null");
        assertThat(journal.seen().getFirst().unavailableNanos()).isEqualTo(10);
    }

    @Test
    void anotherCauseIsAnotherPeriod() {
        journal.changed(new PostgresState.ReadOnly());
        now += 5;
        journal.changed(new PostgresState.Unavailable("gone"));
        journal.changed(new PostgresState.Unavailable("gone, in other words"));
        assertThat(journal.periods())
                .filteredOn(it -> it.component() == Component.POSTGRES)
                .extracting(Period::cause)
                .containsExactly(null, Cause.POSTGRES_READ_ONLY, Cause.POSTGRES_UNAVAILABLE);
    }

    @Test
    void whatIsWrittenIsNotToBeWrittenAgainUntilItChanges() {
        lane(State.AVAILABLE);
        List<Period> first = journal.unwritten();
        assertThat(first).hasSize(3);
        journal.written(first);
        assertThat(journal.unwritten()).isEmpty();
        now += 7;
        lane(State.DEGRADED);
        List<Period> second = journal.unwritten();
        assertThat(second).extracting(Period::toNanos).containsExactly(1_007L, null);
        now += 7;
        lane(State.AVAILABLE); // while that is being written
        journal.written(second);
        assertThat(journal.unwritten())
                .extracting(Period::number)
                .as("what has just ended was written as going on")
                .containsExactly(2, 3);
    }

    @Test
    void aLongAbsenceOfPostgresIsKeptInBoundsAndNotMadeBetter() {
        lane(State.AVAILABLE);
        for (int i = 0; i < 3 * Journal.LIMIT; i++) {
            now++;
            lane(i % 2 == 0 ? State.UNAVAILABLE : State.AVAILABLE);
        }
        List<Period> waiting = journal.unwritten();
        assertThat(waiting).hasSize(Journal.LIMIT + 3);
        assertThat(waiting.getLast().component()).isEqualTo(Component.SWEEP);
        assertThat(transfers().getLast())
                .as("coarser, and as bad as the worst")
                .isEqualTo("1001 unavailable " + last(waiting) + "-null");
        assertThat(journal.seen().getFirst().status()).isEqualTo(ServiceStatus.AVAILABLE);

        journal.written(waiting);
        assertThat(transfers().getLast())
                .as("with room again it ends when the last trouble did")
                .isEqualTo("1002 available 4000-null");
        assertThat(transfers().get(transfers().size() - 2)).endsWith("-4000");
    }

    private static String last(List<Period> waiting) {
        return String.valueOf(waiting.get(Journal.LIMIT - 1).toNanos());
    }

    private List<String> transfers() {
        return journal.periods().stream()
                .filter(it -> it.component() == Component.TRANSFERS)
                .map(it ->
                        "%d %s %d-%s"
                                .formatted(
                                        it.number(),
                                        it.status().code(),
                                        it.fromNanos(),
                                        it.toNanos()))
                .toList();
    }

    private void lane(State state) {
        journal.changed("transfers", new LedgerStatus(state, now, "a test"));
    }
}
