package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.AvailabilityState;
import global.pryzma.ledger.operations.PostgresState;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import javax.sql.DataSource;

/** The reading of the history for operators, with what every instance saw in a time. */
@Singleton
final class ReadAvailability {
    /** The periods that are told at once. */
    static final int LIMIT = 500;

    private static final int INSTANCES = 100;

    private final Board board;
    private final AvailabilityState state;
    private final InstanceId self;
    private final DataSource pool;

    ReadAvailability(Board board, AvailabilityState state, InstanceId self, DataSource pool) {
        this.board = board;
        this.state = state;
        this.self = self;
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    /** The latest moment that can be asked for, which is now. */
    Instant now() {
        return board.report().now();
    }

    AvailabilityResponse read(Instant from, Instant to) {
        Report report = board.report();
        boolean complete = state.postgres() instanceof PostgresState.Writable;
        List<SeenPeriod> periods = complete ? stored(from, to) : own(from, to);
        List<AvailabilityState.Lane> lanes = state.lanes();
        return new AvailabilityResponse(
                report.status().code(),
                report.since(),
                Uptime.of(report),
                complete,
                state.parts().stream()
                        .map(part -> AvailabilityResponse.ComponentPart.of(part, lanes))
                        .toList(),
                periods.stream().limit(LIMIT).map(AvailabilityResponse.PeriodPart::of).toList(),
                periods.size() > LIMIT,
                report.instances(INSTANCES).stream()
                        .map(life -> AvailabilityResponse.InstancePart.of(life, self.value()))
                        .toList());
    }

    private List<SeenPeriod> stored(Instant from, Instant to) {
        try (Connection connection = pool.getConnection()) {
            List<SeenPeriod> stored = HistoryReader.periods(connection, from, to, LIMIT + 1);
            return Board.laidOver(own(from, to), stored).stream()
                    .sorted(Comparator.comparing(SeenPeriod::from).reversed())
                    .limit(LIMIT + 1L)
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException("The history of availability was not read", e);
        }
    }

    private List<SeenPeriod> own(Instant from, Instant to) {
        return board.own().stream()
                .filter(it -> it.from().isBefore(to) && (it.to() == null || it.to().isAfter(from)))
                .sorted(Comparator.comparing(SeenPeriod::from).reversed())
                .limit(LIMIT + 1L)
                .toList();
    }
}
