package global.pryzma.ledger.http;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Standing;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The bound on the requests that are worked on at once, and on the memory of their answers: virtual
 * threads alone would take any number, and a slow database, or clients that do not read, would fill
 * the memory with them. One organisation has at most its share of both, so that whatever it does
 * there is some for the others, or as many requests as an operator has allowed it if these are
 * fewer; and so have all those who read pages without being anybody.
 */
@Singleton
public final class Admission {
    /** Whoever reads the documentation and the like. */
    private static final UUID READERS = new UUID(0, 1);

    /** Nobody has to read them now: of the places, so many parts have one for that. */
    private static final int READERS_PART = 8;

    private final int limit;
    private final int limitOfOne;
    private final int limitOfReaders;
    private final long byteLimit;
    private final long byteLimitOfOne;
    private final Function<UUID, OptionalInt> limits;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentMap<UUID, Share> shares = new ConcurrentHashMap<>();

    @Inject
    Admission(HttpSettings settings, Standing standing) {
        this(settings, standing::requestsInFlight);
    }

    /**
     * The same.
     *
     * @param limits of organisations for which an operator has set one
     */
    Admission(HttpSettings settings, Function<UUID, OptionalInt> limits) {
        this.limits = limits;
        this.limit = settings.maxConcurrentRequests();
        this.limitOfOne = settings.requestsOfAnOrganisation();
        this.limitOfReaders = Math.max(1, limit / READERS_PART);
        this.byteLimit = settings.answerBytes();
        this.byteLimitOfOne = Math.max(1, byteLimit / 100 * settings.organisationSharePercent());
    }

    /** What one shareholder has; changed only under the lock of its entry in the map. */
    private static final class Share {
        private int requests;
        private long bytes;
    }

    /**
     * Gives the request a place, to be left when the work on it has really ended and its answer has
     * been taken; it may have been answered before.
     *
     * @param workBytes the memory that the work and its answer may need, as far as that is worth
     *     counting; who needs more than the share of one gets in when all of that is free
     * @throws ProblemException {@link ProblemCode#SERVICE_UNAVAILABLE}
     */
    Place admit(HttpRequest<?> request, long workBytes) {
        long wanted = Math.min(workBytes, byteLimitOfOne);
        Optional<Caller> caller = Caller.of(request);
        boolean reader = caller.isEmpty() && ApiRoutes.isPage(request);
        int limitOfThis =
                reader
                        ? limitOfReaders
                        : caller.map(it -> limitOf(it.organisation())).orElse(limitOfOne);
        Place place = new Place(reader ? READERS : Caller.shareholderOf(request), wanted);
        boolean full = admitted.incrementAndGet() > limit;
        boolean wide = bytes.addAndGet(wanted) > byteLimit;
        if (full || wide || !place.take(limitOfThis)) {
            admitted.decrementAndGet();
            bytes.addAndGet(-wanted);
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE,
                    full
                            ? "Too many requests are being worked on"
                            : wide
                                    ? "Too much is being worked on, or too many answers have not"
                                            + " been taken"
                                    : "Too many requests of the organisation are being worked on,"
                                            + " or too many of its answers have not been taken");
        }
        return place;
    }

    /** Its own limit is one more, and lets it have no more than its share. */
    private int limitOf(UUID organisation) {
        return Math.min(limitOfOne, limits.apply(organisation).orElse(limitOfOne));
    }

    /** The number of requests that are worked on, or have an answer that was not taken. */
    public int admitted() {
        return admitted.get();
    }

    /** A place among the admitted requests, with room for an answer. */
    final class Place {
        private final UUID shareholder;
        private final AtomicLong room;

        private Place(UUID shareholder, long room) {
            this.shareholder = shareholder;
            this.room = new AtomicLong(room);
        }

        private boolean take(int requestLimit) {
            long wanted = room.get();
            boolean[] taken = {false};
            shares.compute(
                    shareholder,
                    (same, found) -> {
                        Share share = found == null ? new Share() : found;
                        if (share.requests < requestLimit
                                && share.bytes + wanted <= byteLimitOfOne) {
                            share.requests++;
                            share.bytes += wanted;
                            taken[0] = true;
                        }
                        return share.requests == 0 ? null : share;
                    });
            return taken[0];
        }

        /** Its answer takes so much memory for longer than it was made; there is no refusing. */
        void needs(long answerBytes) {
            long more = answerBytes - room.get();
            if (more > 0) {
                room.addAndGet(more);
                bytes.addAndGet(more);
                shares.computeIfPresent(
                        shareholder,
                        (same, share) -> {
                            share.bytes += more;
                            return share;
                        });
            }
        }

        /** To be called once. */
        void leave() {
            long had = room.get();
            shares.computeIfPresent(
                    shareholder,
                    (same, share) -> {
                        share.requests--;
                        share.bytes -= had;
                        return share.requests == 0 ? null : share;
                    });
            bytes.addAndGet(-had);
            admitted.decrementAndGet();
        }
    }
}
