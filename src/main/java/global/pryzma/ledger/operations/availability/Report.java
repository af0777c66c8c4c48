package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.Component;
import global.pryzma.ledger.operations.ServiceStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The availability of the service at one moment, and the 90 days before it.
 *
 * @param now the moment, by the clock of Postgres
 * @param nanos the same in {@link System#nanoTime()}
 */
record Report(
        Instant now, long nanos, Timeline timeline, List<Life> lives, List<SeenPeriod> periods) {
    private static final int DAYS = 90;

    /**
     * A component over all instances: as good as in the best of them.
     *
     * @param cause null while it is available
     */
    record Part(Component component, ServiceStatus status, @Nullable Cause cause) {}

    /**
     * A day in UTC; today until now.
     *
     * @param status its worst; null if nothing is known of the day
     * @param uptime in percent; null if nothing is known of the day
     */
    record Day(LocalDate date, @Nullable ServiceStatus status, @Nullable String uptime) {}

    ServiceStatus status() {
        return timeline.status();
    }

    Instant since() {
        return timeline.since();
    }

    /** The percentage of the last time, or as much of it as is known. */
    @Nullable String uptime(Duration last) {
        Instant from = now.minus(last);
        return Percentage.of(timeline.up(from, now), timeline.measured(from, now));
    }

    /** The instances that are alive. */
    List<Life> alive() {
        return lives.stream().filter(Life::isAlive).toList();
    }

    /** How many of those can do their work. */
    long working() {
        return alive().stream()
                .filter(life ->
                        troubles(life).noneMatch(it -> it.status() == ServiceStatus.UNAVAILABLE))
                .count();
    }

    private Stream<SeenPeriod> troubles(Life life) {
        return periods.stream()
                .filter(it ->
                        it.instance().equals(life.instance())
                                && it.to() == null
                                && it.cause() != null);
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Component component : Component.values()) {
            parts.add(part(component));
        }
        return parts;
    }

    private Part part(Component component) {
        Optional<SeenPeriod> best = Optional.empty();
        for (Life life : alive()) {
            Optional<SeenPeriod> trouble =
                    troubles(life)
                            .filter(it -> it.component().equals(component.code()))
                            .findFirst();
            if (trouble.isEmpty()) {
                return new Part(component, ServiceStatus.AVAILABLE, null);
            }
            if (best.isEmpty() || trouble.get().status().compareTo(best.get().status()) < 0) {
                best = trouble;
            }
        }
        return best.map(it -> new Part(component, it.status(), it.cause()))
                .orElseGet(() -> new Part(component, ServiceStatus.UNAVAILABLE, Cause.NOT_RUNNING));
    }

    /** The last 90 days in UTC, today included, oldest first. */
    List<Day> days() {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Day> days = new ArrayList<>();
        for (LocalDate date = today.minusDays(DAYS - 1L);
                !date.isAfter(today);
                date = date.plusDays(1)) {
            Instant from = date.atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant to = from.plus(Duration.ofDays(1));
            days.add(
                    new Day(
                            date,
                            timeline.worst(from, to),
                            Percentage.of(timeline.up(from, to), timeline.measured(from, to))));
        }
        return days;
    }

    List<Incident> incidents(int limit) {
        return timeline.incidents(limit);
    }

    /** The instances, the last seen first. */
    List<Life> instances(int limit) {
        return lives.stream()
                .sorted(
                        Comparator.comparing(Life::isAlive)
                                .thenComparing(Life::to)
                                .thenComparing(Life::from)
                                .reversed())
                .limit(limit)
                .toList();
    }
}
