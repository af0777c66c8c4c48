package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.Deployment;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The availability of the service as it is told to everybody: what is stored of all instances, and
 * over it what this one knows of itself, which may be newer, and is all there is while Postgres is
 * away. Made once a second at most, unless something has changed here.
 */
@Singleton
final class Board {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final History history;
    private final Journal journal;
    private final InstanceId self;
    private final Deployment deployment;
    private final Clock clock;
    private @Nullable Report latest;
    private long latestNanos;
    private long latestChanges;

    Board(History history, Journal journal, InstanceId self, Deployment deployment, Clock clock) {
        this.history = history;
        this.journal = journal;
        this.self = self;
        this.deployment = deployment;
        this.clock = clock;
    }

    /** The report, a second old at most. */
    Report report() {
        Report known = known();
        if (known != null) {
            return known;
        }
        Optional<Snapshot> stored = history.read();
        synchronized (this) {
            Report meanwhile = known();
            if (meanwhile != null) {
                return meanwhile;
            }
            latestChanges = journal.changes();
            latestNanos = System.nanoTime();
            latest = make(stored, latestNanos);
            return latest;
        }
    }

    private synchronized @Nullable Report known() {
        return latest != null
                        && System.nanoTime() - latestNanos < FRESH.toNanos()
                        && latestChanges == journal.changes()
                ? latest
                : null;
    }

    private Report make(Optional<Snapshot> stored, long nanos) {
        Instant now = stored.map(it -> it.now(nanos)).orElseGet(clock::instant);
        List<Life> lives = new ArrayList<>();
        List<SeenPeriod> periods = own(now, nanos);
        Instant began = now.minusNanos(nanos - journal.beganNanos());
        Instant knownFrom = now.minus(HistoryReader.HISTORY);
        if (stored.isPresent()) {
            Snapshot snapshot = stored.get();
            if (snapshot.knownFrom().isAfter(knownFrom)) {
                knownFrom = snapshot.knownFrom();
            }
            for (Life life : snapshot.lives()) {
                if (life.instance().equals(self.value())) {
                    began = life.from();
                } else {
                    lives.add(asOf(life, snapshot, now));
                }
            }
            periods = laidOver(periods, snapshot.troubles());
        }
        lives.add(new Life(self.value(), deployment.version(), began, now, true));
        return new Report(
                now,
                nanos,
                Timeline.of(lives, periods, knownFrom, now),
                List.copyOf(lives),
                List.copyOf(periods));
    }

    /** Who was alive then is taken to be so still, unless that is long ago. */
    private static Life asOf(Life life, Snapshot snapshot, Instant now) {
        boolean old = Duration.between(snapshot.at(), now).compareTo(Heartbeat.SILENCE) > 0;
        return life.isAlive() && !old
                ? new Life(life.instance(), life.version(), life.from(), now, true)
                : new Life(life.instance(), life.version(), life.from(), life.to(), false);
    }

    /**
     * Adds what is stored to what this instance knows of itself. Of what is in both the stored
     * beginning holds, so that it is the same each time.
     */
    static List<SeenPeriod> laidOver(List<SeenPeriod> own, List<SeenPeriod> stored) {
        List<SeenPeriod> all = new ArrayList<>(own);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < own.size(); i++) {
            places.put(own.get(i).component() + own.get(i).number(), i);
        }
        for (SeenPeriod period : stored) {
            Integer place = places.get(period.component() + period.number());
            if (place != null && own.get(place).isSameAs(period)) {
                all.set(place, own.get(place).storedAs(period));
            } else {
                all.add(period);
            }
        }
        return all;
    }

    /** What this instance has seen itself. */
    List<SeenPeriod> own() {
        Report report = report();
        return own(report.now(), report.nanos());
    }

    /** What this instance has in memory, as it is or will be stored. */
    private List<SeenPeriod> own(Instant now, long nanos) {
        return journal.periods().stream()
                .map(period ->
                        new SeenPeriod(
                                self.value(),
                                period.component().code(),
                                period.number(),
                                period.status(),
                                period.cause(),
                                now.minusNanos(nanos - period.fromNanos()),
                                period.toNanos() == null
                                        ? null
                                        : now.minusNanos(nanos - period.toNanos())))
                .toList();
    }
}
