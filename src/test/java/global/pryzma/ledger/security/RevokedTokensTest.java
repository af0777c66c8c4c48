package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.problem.ProblemException;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The list as one instance has it, with a Postgres that comes late, goes away and is set back. */
class RevokedTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Postgres postgres = new Postgres();
    private long seconds;
    private final RevokedTokens list =
            new RevokedTokens(
                    postgres,
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    Duration.ofSeconds(60),
                    () -> Duration.ofSeconds(seconds).toNanos());

    /** Rows by the transaction that added them. */
    private static final class Postgres implements RevokedTokenRows {
        private record Added(long transaction, RevokedTokenRow row) {}

        private final List<Added> rows = new ArrayList<>();
        private long horizon = 100;
        private boolean away;

        void add(long transaction, UUID id) {
            rows.add(new Added(transaction, new RevokedTokenRow(id, NOW.plusSeconds(3600))));
        }

        @Override
        public long horizon() {
            if (away) {
                throw new IllegalStateException("away");
            }
            return horizon;
        }

        @Override
        public List<RevokedTokenRow> since(long transaction) {
            return rows.stream()
                    .filter(added -> added.transaction() >= transaction)
                    .map(Added::row)
                    .toList();
        }

        @Override
        public void insertIfAbsent(UUID id, Instant expiresAt) {
            add(horizon, id);
        }

        @Override
        public void deleteEnded() {}
    }

    @Test
    void whatWasCommittedLateIsReadAllTheSame() {
        UUID early = UUID.randomUUID();
        UUID late = UUID.randomUUID();
        list.run();
        postgres.add(120, early);
        postgres.horizon = 110; // 110 has not ended
        list.run();
        assertThat(list.contain(token(early))).isTrue();
        postgres.add(110, late);
        postgres.horizon = 130;
        list.run();
        assertThat(list.contain(token(late))).isTrue();
        assertThat(list.contain(token(UUID.randomUUID()))).isFalse();
        UUID after = UUID.randomUUID();
        postgres.horizon = 90;
        postgres.add(85, after);
        list.run();
        assertThat(list.contain(token(after))).as("Postgres was set back").isTrue();
    }

    @Test
    void theLastListHoldsForAMinuteAndThenNobodyIsLetIn() {
        UUID revoked = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        assertUnavailable(other); // never read
        postgres.add(100, revoked);
        list.run();
        postgres.away = true;
        seconds = 60;
        assertThatThrownBy(list::run).hasMessage("away");
        assertThat(list.contain(token(revoked))).isTrue();
        assertThat(list.contain(token(other))).isFalse();
        seconds = 61;
        assertUnavailable(other);
        assertUnavailable(revoked); // never invalid_token: it can't be checked
        postgres.away = false;
        list.run();
        assertThat(list.contain(token(other))).isFalse();
    }

    private void assertUnavailable(UUID id) {
        assertThatThrownBy(() -> list.contain(token(id)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("service_unavailable");
    }

    private static TokenCheck.Valid token(UUID id) {
        return new TokenCheck.Valid(
                new Caller(UUID.randomUUID(), "client", Set.of()), id, NOW, NOW.plusSeconds(3600));
    }
}
