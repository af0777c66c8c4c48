package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.ledger.LaneListener;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.Component;
import global.pryzma.ledger.operations.PostgresListener;
import global.pryzma.ledger.operations.PostgresState;
import global.pryzma.ledger.operations.ServiceStatus;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What this instance has seen of its components, from change to change. Those who notice a change
 * tell it here, whatever Postgres does; what is not written yet waits, in a bounded number. When
 * that is reached, the period that goes on takes up what follows, with the worst of its statuses:
 * the history is coarser then, and never better than it was.
 */
@Singleton
final class Journal implements LaneListener, PostgresListener {
    /** What may wait to be written, and what is kept of what was: some 100 bytes each. */
    static final int LIMIT = 1_000;

    private final LongSupplier nanoTime;
    private final long beganNanos;
    private final Map<Component, Track> tracks = new EnumMap<>(Component.class);

    /** The last of the periods that are over, the oldest first. */
    private final Deque<Period> over = new ArrayDeque<>();

    private final Deque<Period> unwritten = new ArrayDeque<>();
    private long changes;
    private PostgresState postgres = new PostgresState.Writable();

    @Inject
    Journal() {
        this(System::nanoTime);
    }

    Journal(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
        // Of the lanes nothing is known yet. Postgres has just been migrated.
        become(Component.POSTGRES, ServiceStatus.AVAILABLE, null);
        become(Component.SWEEP, ServiceStatus.AVAILABLE, null);
    }

    /** A component as it is, which its period may not be able to tell yet. */
    private static final class Track {
        private ServiceStatus status;
        private @Nullable Cause cause;
        private long sinceNanos;
        private long unavailableNanos;
        private Period period;
        private boolean writtenAsItIs;

        Track(Period first) {
            this.status = first.status();
            this.cause = first.cause();
            this.sinceNanos = first.fromNanos();
            this.period = first;
        }
    }

    /**
     * A component as it is now.
     *
     * @param unavailableNanos for how long it has been unavailable in all
     */
    record Seen(
            Component component,
            ServiceStatus status,
            @Nullable Cause cause,
            long sinceNanos,
            long unavailableNanos) {}

    @Override
    public void changed(String lane, LedgerStatus now) {
        Component component = Component.valueOf(lane.toUpperCase(Locale.ROOT));
        switch (now.state()) {
            case UNKNOWN -> {}
            case AVAILABLE -> become(component, ServiceStatus.AVAILABLE, null);
            case DEGRADED -> become(component, ServiceStatus.DEGRADED, Cause.LEDGER_SILENT);
            case UNAVAILABLE -> become(component, ServiceStatus.UNAVAILABLE, Cause.LEDGER_SILENT);
            case WRONG_LEDGER -> become(component, ServiceStatus.UNAVAILABLE, Cause.WRONG_LEDGER);
        }
    }

    @Override
    public synchronized void changed(PostgresState now) {
        postgres = now;
        Cause cause =
                switch (now) {
                    case PostgresState.Writable _ -> null;
                    case PostgresState.ReadOnly _ -> Cause.POSTGRES_READ_ONLY;
                    case PostgresState.CommitsWait _ -> Cause.POSTGRES_COMMITS_WAIT;
                    case PostgresState.Unavailable _ -> Cause.POSTGRES_UNAVAILABLE;
                };
        become(
                Component.POSTGRES,
                cause == null ? ServiceStatus.AVAILABLE : ServiceStatus.UNAVAILABLE,
                cause);
    }

    void sweepStands(boolean stands) {
        become(
                Component.SWEEP,
                stands ? ServiceStatus.DEGRADED : ServiceStatus.AVAILABLE,
                stands ? Cause.SWEEP_STANDS : null);
    }

    private synchronized void become(
            Component component, ServiceStatus status, @Nullable Cause cause) {
        long now = nanoTime.getAsLong();
        Track track = tracks.get(component);
        if (track == null) {
            tracks.put(component, new Track(new Period(component, 1, status, cause, now, null)));
            return;
        }
        if (track.status == status && track.cause == cause) {
            return;
        }
        if (track.status == ServiceStatus.UNAVAILABLE) {
            track.unavailableNanos += now - track.sinceNanos;
        }
        changes++;
        track.status = status;
        track.cause = cause;
        track.sinceNanos = now;
        record(track);
    }

    /** Makes the periods tell how the component is, if there is room for another one. */
    private void record(Track track) {
        Period before = track.period;
        if (before.status() == track.status && before.cause() == track.cause) {
            return;
        }
        if (unwritten.size() >= LIMIT) {
            if (track.status.compareTo(before.status()) > 0) {
                track.period = before.as(track.status, track.cause);
                track.writtenAsItIs = false;
            }
            return;
        }
        Period ended = before.until(track.sinceNanos);
        unwritten.add(ended);
        over.add(ended);
        if (over.size() > LIMIT) {
            over.remove();
        }
        track.period =
                new Period(
                        before.component(),
                        before.number() + 1,
                        track.status,
                        track.cause,
                        track.sinceNanos,
                        null);
        track.writtenAsItIs = false;
    }

    /** What is to be written: periods that are over, then those that go on. */
    synchronized List<Period> unwritten() {
        List<Period> all = new ArrayList<>(unwritten);
        for (Track track : tracks.values()) {
            if (!track.writtenAsItIs) {
                all.add(track.period);
            }
        }
        return all;
    }

    /** They are written, and need not be kept. */
    synchronized void written(List<Period> periods) {
        for (Period period : periods) {
            if (period.equals(unwritten.peek())) {
                unwritten.remove();
            }
            Track track = tracks.get(period.component());
            if (track != null && period.equals(track.period)) {
                track.writtenAsItIs = true;
            }
        }
        tracks.values().forEach(this::record);
    }

    /** What goes on is to be written once more. */
    synchronized void rewrite() {
        tracks.values().forEach(track -> track.writtenAsItIs = false);
    }

    /** What it knows of this instance's periods, which others may not see yet; oldest first. */
    synchronized List<Period> periods() {
        List<Period> all = new ArrayList<>(over);
        tracks.values().forEach(track -> all.add(track.period));
        return all;
    }

    synchronized List<Seen> seen() {
        long now = nanoTime.getAsLong();
        List<Seen> all = new ArrayList<>();
        tracks.forEach((component, track) ->
                all.add(
                        new Seen(
                                component,
                                track.status,
                                track.cause,
                                track.sinceNanos,
                                track.unavailableNanos
                                        + (track.status == ServiceStatus.UNAVAILABLE
                                                ? now - track.sinceNanos
                                                : 0))));
        return all;
    }

    /** Counts them: while it is the same nothing is new. */
    synchronized long changes() {
        return changes;
    }

    synchronized PostgresState postgres() {
        return postgres;
    }

    /** When this instance began. */
    long beganNanos() {
        return beganNanos;
    }
}
