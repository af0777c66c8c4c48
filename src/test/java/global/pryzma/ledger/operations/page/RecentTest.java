package global.pryzma.ledger.operations.page;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class RecentTest {
    private static final long SECOND = 1_000_000_000;
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");

    private final Metrics metrics = new Metrics();

    @Test
    void requestsOfClientsAreCountedByTheirStatus() {
        Sample before = at(0);
        answered("GET", "/v1/accounts/{id}", 200);
        answered("POST", "/v1/transfers", 201);
        answered("POST", "/v1/transfers", 201);
        answered("POST", "/v1/transfers", 409);
        answered("POST", "/v1/transfers", 502);
        answered("POST", "/v1/programs", 503);
        answered("POST", "/v1/programs", 500);
        RecentResponse recent = RecentResponse.of(List.of(before, at(10)));
        assertThat(recent.times()).containsExactly(NOON.getEpochSecond() + 10);
        assertThat(only(recent, "requests")).isEqualByComparingTo("0.7");
        assertThat(only(recent, "ok")).isEqualByComparingTo("0.3");
        assertThat(only(recent, "client_errors")).isEqualByComparingTo("0.1");
        assertThat(only(recent, "ledger_unavailable")).isEqualByComparingTo("0.1");
        assertThat(only(recent, "service_unavailable")).isEqualByComparingTo("0.1");
        assertThat(only(recent, "internal_errors")).isEqualByComparingTo("0.1");
        assertThat(only(recent, "latency_p50")).isEqualByComparingTo("0.0035");
    }

    @Test
    void operatorsSeeClientsAndNotThemselves() {
        Sample before = at(0);
        answered("GET", "/v1/operations/now", 200);
        answered("GET", "/v1/ledger/in-doubt", 200);
        answered("GET", "/health", 200);
        answered("unknown", "unknown", 404);
        RecentResponse recent = RecentResponse.of(List.of(before, at(10)));
        assertThat(only(recent, "requests")).isZero();
        assertThat(only(recent, "latency_p99")).as("of nothing").isNull();
    }

    @Test
    void outcomesAreAddedUpOverOperationsAndTheHour() {
        metrics.count(Metric.IDEMPOTENCY_REQUESTS, "transfers.create", "replayed").add(100);
        Sample before = at(0);
        metrics.count(Metric.IDEMPOTENCY_REQUESTS, "transfers.create", "replayed").add(2);
        Sample between = at(10);
        metrics.count(Metric.IDEMPOTENCY_REQUESTS, "programs.create", "replayed").add(3);
        RecentResponse recent = RecentResponse.of(List.of(before, between, at(20)));
        assertThat(recent.totals())
                .containsExactly(
                        new RecentResponse.Total(
                                "replayed", "pryzma_idempotency_requests_total", 5));
        assertThat(curve(recent, "replayed"))
                .containsExactly(new BigDecimal("0.2"), new BigDecimal("0.3"));
    }

    @Test
    void whatTravelsTogetherIsAMean() {
        metrics.sizes(Metric.LEDGER_MESSAGE_EVENTS, "transfers").measured(1000);
        Sample before = at(0);
        metrics.sizes(Metric.LEDGER_MESSAGE_EVENTS, "transfers").measured(30);
        metrics.sizes(Metric.LEDGER_MESSAGE_EVENTS, "queries").measured(1);
        RecentResponse recent = RecentResponse.of(List.of(before, at(10)));
        assertThat(only(recent, "message_events")).isEqualByComparingTo("15.5");
        assertThat(only(recent, "batch_writes")).isNull();
    }

    @Test
    void anHourIsKept() {
        Recent recent = recent();
        for (int i = 0; i < 100; i++) {
            recent.run();
        }
        assertThat(recent.samples()).hasSize(61);
        assertThat(RecentResponse.of(recent.samples()).times()).hasSize(60);
    }

    @Test
    void theFirstStepBeginsWithTheProcess() {
        Recent recent = recent();
        answered("POST", "/v1/transfers", 502);
        recent.run();
        assertThat(only(RecentResponse.of(recent.samples()), "ledger_unavailable")).isPositive();
    }

    @Test
    void beforeTheFirstStepThereIsNothing() {
        RecentResponse recent = RecentResponse.of(recent().samples());
        assertThat(recent.times()).isEmpty();
        assertThat(recent.totals()).isEmpty();
        assertThat(recent.curves())
                .hasSameSizeAs(Curve.values())
                .allSatisfy(curve -> assertThat(curve.values()).isEmpty());
    }

    private Recent recent() {
        return new Recent(
                metrics,
                Clock.fixed(NOON, ZoneOffset.UTC),
                new PageSettings(Duration.ofMinutes(1)));
    }

    private void answered(String method, String route, int status) {
        metrics.times(Metric.HTTP_REQUESTS, method, route, Integer.toString(status), "none")
                .took(3_000_000);
    }

    /** The counters as they are now, as if so many seconds had passed. */
    private Sample at(long second) {
        Sample now = Sample.of(metrics, NOON.plusSeconds(second));
        return new Sample(
                second * SECOND,
                now.at(),
                now.requests(),
                now.latency(),
                now.outcomes(),
                now.messageEvents(),
                now.batchWrites());
    }

    private static @Nullable BigDecimal only(RecentResponse recent, String curve) {
        assertThat(curve(recent, curve)).hasSize(1);
        return curve(recent, curve).getFirst();
    }

    private static List<@Nullable BigDecimal> curve(RecentResponse recent, String name) {
        return recent.curves().stream()
                .filter(curve -> curve.name().equals(name))
                .findFirst()
                .orElseThrow()
                .values();
    }
}
