package global.pryzma.ledger.idempotency.store;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedResponse;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.ClaimResult;
import global.pryzma.ledger.idempotency.store.KeyWrite.Recording;
import global.pryzma.ledger.idempotency.store.ReservationTable.Reserved;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What a use of a key gives back at the very moment at which another one wants it: the record of
 * its end is seen, and what it held is there still.
 */
@Execution(ExecutionMode.SAME_THREAD)
class ReservationsGivenBackTest {
    private static final Fingerprint CONTENT = Fingerprint.of("test", new byte[] {1});

    private final UUID organisation = UUID.randomUUID();
    private final Reservation wanted = new Reservation("transfer.reference", "r");
    private final Claim first = claim();
    private Connection one;
    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        one = Sql.connect(ServiceUnderTest.shared());
        other = Sql.connect(ServiceUnderTest.shared());
        one.setAutoCommit(false);
        other.setAutoCommit(false);
        assertThat(written(first)).isInstanceOf(ClaimResult.Claimed.class);
    }

    @AfterEach
    void close() throws SQLException {
        one.close();
        other.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inOneBatchWithItsRecord(boolean rejected) throws SQLException {
        Claim second = claim();
        Recording end = end(rejected, rejected ? List.of() : List.of(wanted));
        assertThat(written(second, end)).isInstanceOf(ClaimResult.Freed.class);
        assertThat(written(again(second))).isInstanceOf(ClaimResult.Claimed.class);
    }

    @Test
    void whatIsKeptIsTaken() throws SQLException {
        assertThat(written(claim(), end(false, List.of()))).isInstanceOf(ClaimResult.Taken.class);
    }

    /** Another transaction sees the reservation, then the record, which is committed in between. */
    @Test
    void betweenTwoLooksOfAnother() throws SQLException {
        Reserved reserved = ReservationTable.reserve(other, List.of(claim()));
        assertThat(ReservationTable.lasting(other, reserved.losers().values())).hasSize(1);
        WriteBatch.write(one, List.of(end(true, List.of())));
        one.commit();
        assertThat(ReservationTable.lasting(other, reserved.losers().values())).isEmpty();
        other.rollback();
    }

    /** What the claim is told, once the batch is committed. */
    private ClaimResult written(Claim claim, KeyWrite... more) throws SQLException {
        List<KeyWrite> writes = new ArrayList<>(List.of(more));
        writes.add(claim);
        WriteBatch batch = WriteBatch.write(one, writes);
        one.commit();
        batch.complete();
        return claim.done().join();
    }

    private Claim claim() {
        return claim(new ScopedKey(organisation, UUID.randomUUID()));
    }

    private Claim again(Claim claim) {
        return claim(claim.key());
    }

    private Claim claim(ScopedKey key) {
        return Claims.reserving(key, CONTENT, List.of(wanted));
    }

    private Recording end(boolean rejected, List<Reservation> freed) {
        ScopedKey key = first.key();
        return new Recording(
                key,
                CONTENT,
                PackedResponse.of(
                        key,
                        key.ids().id(0),
                        new RecordedResponse(201, "application/json", new byte[] {'{', '}'})),
                List.of(),
                null,
                rejected,
                true,
                freed,
                null,
                new CompletableFuture<>());
    }
}
