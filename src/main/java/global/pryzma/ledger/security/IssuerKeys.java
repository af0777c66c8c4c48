package global.pryzma.ledger.security;

import global.pryzma.ledger.job.OwnReading;
import global.pryzma.ledger.operations.Precondition;

import io.micronaut.context.annotation.Requires;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/**
 * The keys of the {@link ExternalIssuer}, as this instance knows them: read every few minutes, and
 * at once for a token that names a key which is not among them, by one question for all who wait.
 * As anybody can invent such a name, that happens twice a minute at most. In an outage of the
 * issuer the last keys hold for a while; what can't be checked with them is refused, and not called
 * wrong.
 */
@Singleton
@Requires(property = ExternalIssuer.PROPERTY)
public final class IssuerKeys implements OwnReading, Precondition {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    /** Of looking whether they have to be read. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** What the issuer has taken away is not taken for longer than that. */
    private static final long FRESH_NANOS = Duration.ofMinutes(5).toNanos();

    private static final long BETWEEN_DEMANDS_NANOS = Duration.ofSeconds(30).toNanos();
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final KeySource source;
    private final long heldNanos;
    private final LongSupplier nanoTime;
    private volatile @Nullable Reading last;

    /** Why the latest question failed; null if it did not. */
    private volatile @Nullable Throwable fault;

    private CompletableFuture<Void> underWay = NOW;
    private boolean wasDemanded;
    private long demandedNanoTime;

    @Inject
    IssuerKeys(KeySource source, ExternalIssuer issuer) {
        this(source, issuer.keysHeld(), System::nanoTime);
    }

    IssuerKeys(KeySource source, Duration held, LongSupplier nanoTime) {
        this.source = source;
        this.heldNanos = held.toNanos();
        this.nanoTime = nanoTime;
    }

    private record Reading(Map<String, VerifyingKey> keys, long since) {}

    /** The key with this id; {@link #sought} comes first. */
    KeyLookup find(@Nullable String id) {
        Throwable failed = fault;
        Reading reading = last;
        if (reading == null || nanoTime.getAsLong() - reading.since() > heldNanos) {
            return new KeyLookup.Unsure();
        }
        VerifyingKey key = id == null ? null : reading.keys().get(id);
        if (key != null) {
            return new KeyLookup.Found(key);
        }
        return id == null || failed == null ? new KeyLookup.None() : new KeyLookup.Unsure();
    }

    /**
     * Asks for a key that is not known, if it is time for that. Done, and never with a fault, when
     * nothing more is to be waited for.
     */
    CompletableFuture<Void> sought(@Nullable String id) {
        Reading reading = last;
        if (id == null || reading != null && reading.keys().containsKey(id)) {
            return NOW;
        }
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (underWay.isDone()
                    && wasDemanded
                    && now - demandedNanoTime < BETWEEN_DEMANDS_NANOS) {
                return NOW;
            }
            wasDemanded = true;
            demandedNanoTime = now;
            return asked().copy();
        }
    }

    /** Whoever comes while a question is under way gets the answer to that one. */
    private synchronized CompletableFuture<Void> asked() {
        if (underWay.isDone()) {
            long since = nanoTime.getAsLong(); // its age counts from before the question
            underWay =
                    source.ask()
                            .handle((keys, failure) -> {
                                settle(keys, failure, since);
                                return null;
                            });
        }
        return underWay;
    }

    private void settle(
            @Nullable Map<String, VerifyingKey> keys, @Nullable Throwable failure, long since) {
        if (keys != null) {
            last = new Reading(keptWhereTheSame(keys), since);
            fault = null;
        } else {
            fault =
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
        }
    }

    /** A key that is the same stays the same object, so that tokens checked by it stay known. */
    private Map<String, VerifyingKey> keptWhereTheSame(Map<String, VerifyingKey> keys) {
        Reading before = last;
        if (before == null) {
            return keys;
        }
        Map<String, VerifyingKey> kept = new HashMap<>(keys);
        kept.replaceAll((id, key) -> {
            VerifyingKey known = before.keys().get(id);
            return known != null && known.isSameAs(key) ? known : key;
        });
        return Map.copyOf(kept);
    }

    /** The first reading. Without it the service starts all the same, and lets nobody in. */
    public void readAtStart() {
        try {
            run();
        } catch (IssuerUnreachable unreachable) {
            LOG.warn("{}: starting all the same; ready when they are", unreachable.getMessage());
        }
    }

    /**
     * An instance that has never read them can let nobody in, where its neighbours may. Later its
     * being away does not count: it would be away for all of them.
     */
    @Override
    public Optional<String> lacks() {
        return last == null
                ? Optional.of("The keys of the external issuer have not been read yet.")
                : Optional.empty();
    }

    @Override
    public String name() {
        return "issuer-keys";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run() {
        Reading reading = last;
        if (reading == null
                || fault != null
                || nanoTime.getAsLong() - reading.since() >= FRESH_NANOS) {
            asked().join();
            Throwable failure = fault;
            if (failure != null) {
                throw new IssuerUnreachable(failure);
            }
        }
    }
}
