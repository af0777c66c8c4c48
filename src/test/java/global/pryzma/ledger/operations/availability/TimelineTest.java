package global.pryzma.ledger.operations.availability;

import static global.pryzma.ledger.operations.ServiceStatus.AVAILABLE;
import static global.pryzma.ledger.operations.ServiceStatus.DEGRADED;
import static global.pryzma.ledger.operations.ServiceStatus.UNAVAILABLE;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.ServiceStatus;
import global.pryzma.ledger.testing.Seed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Times are seconds, and the history goes from 0 to 100. */
class TimelineTest {
    private static final UUID A = UUID.randomUUID();
    private static final UUID B = UUID.randomUUID();
    private static final Instant EPOCH = Instant.parse("2026-03-14T00:00:00Z");

    private final List<Life> lives = new ArrayList<>();
    private final List<SeenPeriod> periods = new ArrayList<>();

    @Test
    void oneInstanceIsAsItsWorstComponent() {
        lives.add(life(A, 0, 100));
        saw(A, "transfers", DEGRADED, Cause.LEDGER_SILENT, 10, 13);
        saw(A, "transfers", UNAVAILABLE, Cause.LEDGER_SILENT, 13, 20);
        saw(A, "postgres", UNAVAILABLE, Cause.POSTGRES_READ_ONLY, 18, 25);
        assertThat(told())
                .containsExactly(
                        "0-10 AVAILABLE null",
                        "10-13 DEGRADED LEDGER_SILENT",
                        "13-20 UNAVAILABLE LEDGER_SILENT",
                        "20-25 UNAVAILABLE POSTGRES_READ_ONLY",
                        "25-100 AVAILABLE null");
        assertThat(timeline().up(at(0), at(100))).isEqualTo(Duration.ofSeconds(88));
        assertThat(timeline().incidents(9))
                .containsExactly(
                        new Incident(
                                at(10),
                                at(25),
                                Duration.ofSeconds(15),
                                UNAVAILABLE,
                                Cause.LEDGER_SILENT));
        assertThat(timeline().since()).isEqualTo(at(25));
    }

    @Test
    void theServiceIsAsItsBestInstance() {
        lives.add(life(A, 0, 100));
        lives.add(life(B, 0, 100));
        saw(A, "transfers", UNAVAILABLE, Cause.LEDGER_SILENT, 10, 30);
        saw(B, "transfers", UNAVAILABLE, Cause.LEDGER_SILENT, 20, 40);
        assertThat(told())
                .containsExactly(
                        "0-20 AVAILABLE null",
                        "20-30 UNAVAILABLE LEDGER_SILENT",
                        "30-100 AVAILABLE null");
    }

    @Test
    void twoInstancesThatCanDoHalfOfItEachCanDoNothing() {
        lives.add(life(A, 0, 100));
        lives.add(life(B, 0, 100));
        saw(A, "transfers", UNAVAILABLE, Cause.LEDGER_SILENT, 50, null);
        saw(B, "postgres", UNAVAILABLE, Cause.POSTGRES_UNAVAILABLE, 50, null);
        assertThat(timeline().status()).isEqualTo(UNAVAILABLE);
        assertThat(timeline().since()).isEqualTo(at(50));
        assertThat(timeline().incidents(9).getFirst().to()).isNull();
    }

    @Test
    void whatAKilledInstanceLeftOpenEndsWithIt() {
        lives.add(life(A, 0, 40));
        lives.add(life(B, 60, 100));
        saw(A, "transfers", UNAVAILABLE, Cause.LEDGER_SILENT, 30, null);
        assertThat(told())
                .containsExactly(
                        "0-30 AVAILABLE null",
                        "30-40 UNAVAILABLE LEDGER_SILENT",
                        "40-60 UNAVAILABLE NOT_RUNNING",
                        "60-100 AVAILABLE null");
    }

    @Test
    void itBeginsWithTheFirstLife() {
        lives.add(life(A, 90, 100));
        assertThat(told()).containsExactly("90-100 AVAILABLE null");
        assertThat(timeline().measured(at(0), at(100))).isEqualTo(Duration.ofSeconds(10));
        assertThat(timeline().worst(at(0), at(90))).isNull();
    }

    @Test
    void itBeginsNotBeforeTheTimeAskedFor() {
        lives.add(life(A, -500, 100));
        saw(A, "transfers", UNAVAILABLE, Cause.LEDGER_SILENT, -300, 20);
        assertThat(told())
                .containsExactly("0-20 UNAVAILABLE LEDGER_SILENT", "20-100 AVAILABLE null");
    }

    /** Against a model that looks at each second by itself. */
    @Test
    void itIsWhatEachSecondWas() {
        Random random = new Random(Seed.of(TimelineTest.class));
        for (int round = 0; round < 300; round++) {
            lives.clear();
            periods.clear();
            for (int i = 0; i <= random.nextInt(4); i++) {
                randomInstance(random);
            }
            int first =
                    Math.max(
                            0,
                            lives.stream()
                                    .mapToInt(life -> second(life.from()))
                                    .min()
                                    .orElseThrow());
            int up = 0;
            for (int second = first; second < 100; second++) {
                ServiceStatus expected = model(second);
                assertThat(timeline().worst(at(second), at(second + 1)))
                        .as("second %d of %s %s", second, lives, periods)
                        .isEqualTo(expected);
                up += expected == UNAVAILABLE ? 0 : 1;
            }
            assertThat(timeline().up(at(0), at(100))).isEqualTo(Duration.ofSeconds(up));
            assertThat(timeline().measured(at(0), at(100)))
                    .isEqualTo(Duration.ofSeconds(100 - first));
        }
    }

    private void randomInstance(Random random) {
        UUID instance = new UUID(random.nextLong(), random.nextLong());
        int from = random.nextInt(-20, 100);
        int to = from + random.nextInt(101 - from);
        lives.add(life(instance, from, to));
        for (String component : List.of("transfers", "postgres")) {
            int at = from;
            while (at < to && random.nextInt(4) > 0) {
                int start = at + random.nextInt(to - at);
                int end = start + random.nextInt(30);
                boolean degraded = random.nextBoolean();
                saw(
                        instance,
                        component,
                        degraded ? DEGRADED : UNAVAILABLE,
                        Cause.LEDGER_SILENT,
                        start,
                        end >= to ? null : end);
                at = Math.max(end, start + 1);
            }
        }
    }

    private ServiceStatus model(int second) {
        ServiceStatus best = UNAVAILABLE;
        for (Life life : lives) {
            if (second(life.from()) <= second && second < second(life.to())) {
                ServiceStatus worst = AVAILABLE;
                for (SeenPeriod period : periods) {
                    if (period.instance().equals(life.instance())
                            && second(period.from()) <= second
                            && (period.to() == null || second < second(period.to()))) {
                        worst = worst.or(period.status());
                    }
                }
                best = worst.compareTo(best) < 0 ? worst : best;
            }
        }
        return best;
    }

    private Timeline timeline() {
        return Timeline.of(lives, periods, at(0), at(100));
    }

    private List<String> told() {
        return timeline().segments().stream()
                .map(it ->
                        second(it.from())
                                + "-"
                                + second(it.to())
                                + " "
                                + it.status()
                                + " "
                                + it.cause())
                .toList();
    }

    private void saw(
            UUID instance,
            String component,
            ServiceStatus status,
            Cause cause,
            int from,
            @Nullable Integer to) {
        periods.add(
                new SeenPeriod(
                        instance,
                        component,
                        periods.size(),
                        status,
                        cause,
                        at(from),
                        to == null ? null : at(to)));
    }

    private static Life life(UUID instance, int from, int to) {
        return new Life(instance, "1", at(from), at(to), to == 100);
    }

    private static Instant at(int second) {
        return EPOCH.plusSeconds(second);
    }

    private static int second(Instant moment) {
        return (int) Duration.between(EPOCH, moment).toSeconds();
    }
}
