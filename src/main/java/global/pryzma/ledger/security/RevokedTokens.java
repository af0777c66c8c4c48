package global.pryzma.ledger.security;

import global.pryzma.ledger.job.OwnReading;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The list of the tokens that were revoked, as this instance knows it. It only grows until they
 * end, and what is new is read every two seconds, so that each instance refuses a token within
 * five, without a question to anybody for a request. When it can't be read the last one holds for a
 * while; after that nobody is let in, because who can't be checked is refused.
 */
@Singleton
public final class RevokedTokens implements OwnReading {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Beyond the leeway of clocks. */
    private static final Duration KEPT_AFTER_THE_END = Duration.ofMinutes(2);

    private final RevokedTokenRows rows;
    private final Clock clock;
    private final Duration held;
    private final LongSupplier nanoTime;
    private final Map<UUID, Instant> revoked = new ConcurrentHashMap<>();

    /** Every transaction before it has been read; changed by {@link #run} alone. */
    private long horizon;

    private volatile boolean read;
    private volatile long readNanoTime;

    @Inject
    RevokedTokens(RevokedTokenRows rows, Clock clock, SecuritySettings settings) {
        this(rows, clock, settings.standingHeld(), System::nanoTime);
    }

    RevokedTokens(RevokedTokenRows rows, Clock clock, Duration held, LongSupplier nanoTime) {
        this.rows = rows;
        this.clock = clock;
        this.held = held;
        this.nanoTime = nanoTime;
    }

    /**
     * Whether the token was revoked.
     *
     * @throws ProblemException {@link ProblemCode#SERVICE_UNAVAILABLE} if that can't be said
     */
    boolean contain(TokenCheck.Valid token) {
        if (!read || nanoTime.getAsLong() - readNanoTime > held.toNanos()) {
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE,
                    "It can't be found out at present whether the token was revoked");
        }
        return token.id() != null && revoked.containsKey(token.id());
    }

    /** Revokes a token: here at once, and elsewhere when they read the list again. */
    void add(UUID id, Instant expires) {
        rows.insertIfAbsent(id, expires);
        revoked.put(id, expires);
    }

    @Override
    public String name() {
        return "revoked-tokens";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    /** Reads what is new. Its age counts from before the question. */
    @Override
    public synchronized void run() {
        long now = nanoTime.getAsLong();
        long next = rows.horizon();
        // A Postgres that was set back counts anew.
        for (RevokedTokenRow row : rows.since(next < horizon ? 0 : horizon)) {
            revoked.put(row.id(), row.expiresAt());
        }
        horizon = next;
        readNanoTime = now;
        read = true;
        Instant ended = clock.instant().minus(KEPT_AFTER_THE_END);
        revoked.values().removeIf(expires -> expires.isBefore(ended));
    }
}
