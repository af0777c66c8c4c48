package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.ServiceStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The availability of the service as a whole, from one time to another, made of what all instances
 * saw. An instance is as bad as its worst component; the service is as good as the best instance
 * that was alive, as a request may be sent to that; and without any it is unavailable.
 */
final class Timeline {
    /** A time of one status and one cause. */
    record Segment(Instant from, Instant to, ServiceStatus status, @Nullable Cause cause) {}

    private final Instant begin;
    private final Instant end;
    private final List<Segment> segments;

    private Timeline(Instant begin, Instant end, List<Segment> segments) {
        this.begin = begin;
        this.end = end;
        this.segments = segments;
    }

    /**
     * @param periods of which those count in which a component was not available
     * @param earliest nothing before that is looked at; the timeline begins with the first life
     * @param now what goes on in an instance that is alive goes on until then, which is the end of
     *     the timeline
     */
    static Timeline of(List<Life> lives, List<SeenPeriod> periods, Instant earliest, Instant now) {
        Instant end = exact(now);
        Instant first = lives.stream().map(Life::from).min(Comparator.naturalOrder()).orElse(end);
        Instant begin = exact(later(first, earliest));
        Map<UUID, Life> byInstance = new HashMap<>();
        List<Change> changes = new ArrayList<>();
        for (Life life : lives) {
            byInstance.put(life.instance(), life);
            add(changes, life.instance(), null, life.from(), life.to());
        }
        for (SeenPeriod trouble : periods) {
            Life life = byInstance.get(trouble.instance());
            if (life != null && trouble.cause() != null) {
                Instant to = trouble.to() == null ? life.to() : earlier(trouble.to(), life.to());
                add(changes, trouble.instance(), trouble, later(trouble.from(), life.from()), to);
            }
        }
        changes.sort(Comparator.comparing(Change::at));
        return new Timeline(begin, end, segments(changes, begin, end));
    }

    /**
     * Something begins or ends in an instance.
     *
     * @param trouble null for its life
     */
    private record Change(Instant at, UUID instance, @Nullable SeenPeriod trouble, int by) {}

    private static void add(
            List<Change> changes,
            UUID instance,
            @Nullable SeenPeriod trouble,
            Instant from,
            Instant to) {
        if (from.isBefore(to)) {
            changes.add(new Change(exact(from), instance, trouble, 1));
            changes.add(new Change(exact(to), instance, trouble, -1));
        }
    }

    private static List<Segment> segments(List<Change> changes, Instant begin, Instant end) {
        Fleet fleet = new Fleet();
        List<Segment> segments = new ArrayList<>();
        Instant at = begin;
        for (Change change : changes) {
            Instant next = earlier(change.at(), end);
            if (next.isAfter(at)) {
                append(segments, at, next, fleet);
                at = next;
            }
            fleet.apply(change);
        }
        if (end.isAfter(at)) {
            append(segments, at, end, fleet);
        }
        return List.copyOf(segments);
    }

    private static void append(List<Segment> segments, Instant from, Instant to, Fleet fleet) {
        ServiceStatus status = fleet.status();
        Cause cause = fleet.cause(status);
        Segment last = segments.isEmpty() ? null : segments.getLast();
        if (last != null && last.status() == status && last.cause() == cause) {
            segments.set(segments.size() - 1, new Segment(last.from(), to, status, cause));
        } else {
            segments.add(new Segment(from, to, status, cause));
        }
    }

    /** All instances at one moment. */
    private static final class Fleet {
        private final Map<UUID, Ship> alive = new HashMap<>();
        private final Map<ServiceStatus, Integer> count = new EnumMap<>(ServiceStatus.class);
        private final Map<ServiceStatus, Map<Cause, Integer>> causes =
                new EnumMap<>(ServiceStatus.class);

        void apply(Change change) {
            Ship ship = alive.computeIfAbsent(change.instance(), _ -> new Ship());
            if (ship.isAlive()) {
                count.merge(ship.status(), -1, Integer::sum);
            }
            SeenPeriod trouble = change.trouble();
            if (trouble == null) {
                ship.lives += change.by();
            } else {
                ship.count(trouble.status(), change.by());
                causes.computeIfAbsent(trouble.status(), _ -> new EnumMap<>(Cause.class))
                        .merge(trouble.why(), change.by(), Integer::sum);
            }
            if (ship.isAlive()) {
                count.merge(ship.status(), 1, Integer::sum);
            } else if (ship.isOver()) {
                alive.remove(change.instance());
            }
        }

        ServiceStatus status() {
            for (ServiceStatus status : ServiceStatus.values()) {
                if (count.getOrDefault(status, 0) > 0) {
                    return status;
                }
            }
            return ServiceStatus.UNAVAILABLE;
        }

        @Nullable Cause cause(ServiceStatus status) {
            if (status == ServiceStatus.AVAILABLE) {
                return null;
            }
            return causes.getOrDefault(status, Map.of()).entrySet().stream()
                    .filter(cause -> cause.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(Cause.NOT_RUNNING);
        }
    }

    /** One instance at one moment. */
    private static final class Ship {
        private int lives;
        private int degraded;
        private int unavailable;

        void count(ServiceStatus status, int by) {
            switch (status) {
                case AVAILABLE -> {}
                case DEGRADED -> degraded += by;
                case UNAVAILABLE -> unavailable += by;
            }
        }

        boolean isAlive() {
            return lives > 0;
        }

        boolean isOver() {
            return lives == 0 && degraded == 0 && unavailable == 0;
        }

        ServiceStatus status() {
            if (unavailable > 0) {
                return ServiceStatus.UNAVAILABLE;
            }
            return degraded > 0 ? ServiceStatus.DEGRADED : ServiceStatus.AVAILABLE;
        }
    }

    /** The segments, oldest first and without a gap; empty if nothing is known. */
    List<Segment> segments() {
        return segments;
    }

    /** The status at its end. */
    ServiceStatus status() {
        return segments.isEmpty() ? ServiceStatus.UNAVAILABLE : segments.getLast().status();
    }

    /** When the status at its end began. */
    Instant since() {
        Instant since = end;
        for (Segment segment : segments.reversed()) {
            if (segment.status() != status()) {
                break;
            }
            since = segment.from();
        }
        return since;
    }

    /** How much of a time is known. */
    Duration measured(Instant from, Instant to) {
        return overlap(begin, end, from, to);
    }

    /** For how long of a time requests could succeed: all but unavailable. */
    Duration up(Instant from, Instant to) {
        Duration up = Duration.ZERO;
        for (Segment segment : segments) {
            if (segment.status() != ServiceStatus.UNAVAILABLE) {
                up = up.plus(overlap(segment.from(), segment.to(), from, to));
            }
        }
        return up;
    }

    /** The worst status of a time; null if nothing is known of it. */
    @Nullable ServiceStatus worst(Instant from, Instant to) {
        return segments.stream()
                .filter(it -> it.from().isBefore(to) && it.to().isAfter(from))
                .map(Segment::status)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The times in which the service was not available, newest first, at most so many. */
    List<Incident> incidents(int limit) {
        List<Incident> incidents = new ArrayList<>();
        Incident incident = null;
        for (Segment segment : segments.reversed()) {
            Cause cause = segment.cause();
            if (cause == null) {
                incident = null;
            } else if (incident == null) {
                if (incidents.size() == limit) {
                    break;
                }
                incident =
                        new Incident(
                                segment.from(),
                                segment.to().equals(end) ? null : segment.to(),
                                Duration.between(segment.from(), segment.to()),
                                segment.status(),
                                cause);
                incidents.add(incident);
            } else {
                incident = incident.startingWith(segment, cause);
                incidents.set(incidents.size() - 1, incident);
            }
        }
        return incidents;
    }

    private static Duration overlap(Instant from, Instant to, Instant start, Instant stop) {
        Duration both = Duration.between(later(from, start), earlier(to, stop));
        return both.isNegative() ? Duration.ZERO : both;
    }

    /** As exact as Postgres is, so that the parts of a time are together all of it. */
    private static Instant exact(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
