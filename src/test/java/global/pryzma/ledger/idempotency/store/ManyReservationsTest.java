package global.pryzma.ledger.idempotency.store;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.ReservationTable.Reserved;
import global.pryzma.ledger.idempotency.store.ReservationTable.Use;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** So many that they are taken to be free at first, as those of a batch are. */
@Execution(ExecutionMode.SAME_THREAD)
class ManyReservationsTest {
    private static final Fingerprint CONTENT = Fingerprint.of("test", new byte[] {1});

    private final UUID organisation = UUID.randomUUID();

    @Test
    void whoDoesNotGetAllOfThemHasNone() throws SQLException {
        try (Connection connection = Sql.connect(ServiceUnderTest.shared())) {
            connection.setAutoCommit(false);
            Claim few = claim(reservations(149, 150));
            assertThat(ReservationTable.reserve(connection, List.of(few)).losers()).isEmpty();
            Claim many = claim(reservations(0, 150));
            Claim others = claim(reservations(150, 300));
            Reserved reserved = ReservationTable.reserve(connection, List.of(many, others));
            assertThat(reserved.losers()).containsOnlyKeys(many.key());
            assertThat(reserved.losers().values())
                    .allSatisfy(loss -> assertThat(loss.holder()).isEqualTo(Use.of(few)));
            Claim rest = claim(reservations(0, 149));
            assertThat(ReservationTable.reserve(connection, List.of(rest)))
                    .isEqualTo(anew(rest.key()));
            connection.rollback();
        }
    }

    @Test
    void whoHasThemAlreadyKeepsThem() throws SQLException {
        try (Connection connection = Sql.connect(ServiceUnderTest.shared())) {
            connection.setAutoCommit(false);
            Claim many = claim(reservations(0, 150));
            assertThat(ReservationTable.reserve(connection, List.of(many)))
                    .isEqualTo(anew(many.key()));
            assertThat(ReservationTable.reserve(connection, List.of(many))).isEqualTo(anew());
            connection.rollback();
        }
    }

    private static Reserved anew(ScopedKey... keys) {
        return new Reserved(Set.of(keys), Map.of());
    }

    private static List<Reservation> reservations(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Reservation("transfer.reference", "r-" + i))
                .toList();
    }

    private Claim claim(List<Reservation> reservations) {
        return Claims.reserving(
                new ScopedKey(organisation, UUID.randomUUID()), CONTENT, reservations);
    }
}
