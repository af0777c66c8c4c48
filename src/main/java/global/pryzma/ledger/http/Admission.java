package global.pryzma.ledger.http;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Caller;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bound on the requests that are worked on at once: virtual threads alone would take any
 * number, and a slow database would fill the memory with them. One organisation has at most its
 * share of the places, so that whatever it does there are some for the others.
 */
@Singleton
public final class Admission {
    private final int limit;
    private final int limitOfOne;
    private final AtomicInteger admitted = new AtomicInteger();
    private final ConcurrentMap<UUID, Integer> byOrganisation = new ConcurrentHashMap<>();

    Admission(HttpSettings settings) {
        this.limit = settings.maxConcurrentRequests();
        this.limitOfOne = settings.requestsOfAnOrganisation();
    }

    /**
     * Gives the request a place, to be left when the work on it has really ended; it may have been
     * answered before.
     *
     * @throws ProblemException {@link ProblemCode#SERVICE_UNAVAILABLE}
     */
    Place admit(HttpRequest<?> request) {
        UUID organisation = Caller.shareholderOf(request);
        boolean full = admitted.incrementAndGet() > limit;
        if (full || byOrganisation.merge(organisation, 1, Integer::sum) > limitOfOne) {
            if (!full) {
                leave(organisation);
            }
            admitted.decrementAndGet();
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE,
                    full
                            ? "Too many requests are being worked on"
                            : "Too many requests of the organisation are being worked on");
        }
        return () -> {
            leave(organisation);
            admitted.decrementAndGet();
        };
    }

    private void leave(UUID organisation) {
        byOrganisation.computeIfPresent(organisation, (id, count) -> count == 1 ? null : count - 1);
    }

    /** The number of requests that are worked on. */
    public int admitted() {
        return admitted.get();
    }

    /** A place among the admitted requests. */
    interface Place {
        void leave();
    }
}
