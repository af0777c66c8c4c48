package global.pryzma.ledger.http;

import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import java.util.Optional;
import java.util.UUID;

/**
 * One request's passage through the pipeline, as it is told of: when it came, for which route, and
 * whose it is. What is known of it is in the logging context of whichever thread works on it.
 */
final class Passage implements ThreadPropagatedContextElement<@Nullable String> {
    private static final String ATTRIBUTE = Passage.class.getName();

    /** The names in the logging context. */
    private static final String REQUEST_ID = "request_id";

    private static final String ORGANISATION = "organisation";
    private static final String KEY = "key";

    private final String requestId;
    private final @Nullable RouteInfo<?> route;
    private final long began = System.nanoTime();
    private volatile @Nullable String organisation;
    private volatile @Nullable String key;

    private Passage(String requestId, @Nullable RouteInfo<?> route) {
        this.requestId = requestId;
        this.route = route;
    }

    /** Begins with the first filter. */
    static Passage begin(HttpRequest<?> request) {
        Passage passage =
                new Passage(
                        RequestId.of(request), RouteAttributes.getRouteInfo(request).orElse(null));
        request.setAttribute(ATTRIBUTE, passage);
        return passage;
    }

    /** Empty for a request that was refused before the first filter. */
    static Optional<Passage> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Passage.class);
    }

    String requestId() {
        return requestId;
    }

    /** Null where none was found. */
    @Nullable RouteInfo<?> route() {
        return route;
    }

    long nanos() {
        return System.nanoTime() - began;
    }

    void isOf(UUID caller) {
        organisation = caller.toString();
    }

    void has(String idempotencyKey) {
        key = idempotencyKey;
    }

    @Nullable String organisation() {
        return organisation;
    }

    @Nullable String key() {
        return key;
    }

    @Override
    public @Nullable String updateThreadContext() {
        String before = MDC.get(REQUEST_ID);
        put(REQUEST_ID, requestId);
        put(ORGANISATION, organisation);
        put(KEY, key);
        return before;
    }

    private static void put(String name, @Nullable String value) {
        if (value != null) {
            MDC.put(name, value);
        }
    }

    @Override
    public void restoreThreadContext(@Nullable String before) {
        if (before == null) {
            MDC.remove(REQUEST_ID);
            MDC.remove(ORGANISATION);
            MDC.remove(KEY);
        } else {
            MDC.put(REQUEST_ID, before);
        }
    }
}
