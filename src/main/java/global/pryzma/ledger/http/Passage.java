package global.pryzma.ledger.http;

import global.pryzma.ledger.logging.AccessLine;
import global.pryzma.ledger.logging.LogContext;
import global.pryzma.ledger.tracing.Trace;
import global.pryzma.ledger.tracing.TraceParent;
import global.pryzma.ledger.tracing.Traces;

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
 * whose it is. What is known of it is in the logging context of whichever thread works on it, and
 * so is its trace.
 */
final class Passage implements ThreadPropagatedContextElement<Passage.Before> {
    private static final String ATTRIBUTE = Passage.class.getName();

    private final String requestId;
    private final @Nullable RouteInfo<?> route;
    private final Trace trace;

    /** His own, where a caller has one: it is in the log whether the trace is told or not. */
    private final @Nullable String traceId;

    private final long began = System.nanoTime();
    private volatile @Nullable String organisation;
    private volatile @Nullable String key;

    private Passage(
            String requestId,
            @Nullable RouteInfo<?> route,
            Trace trace,
            Optional<TraceParent> parent) {
        this.requestId = requestId;
        this.route = route;
        this.trace = trace;
        this.traceId = parent.map(TraceParent::traceId).orElseGet(trace::id);
    }

    /** What a thread did before. */
    record Before(@Nullable String requestId, Trace trace) {}

    /** Begins with the first filter. */
    static Passage begin(HttpRequest<?> request, Traces traces) {
        RouteInfo<?> route = RouteAttributes.getRouteInfo(request).orElse(null);
        Optional<TraceParent> parent =
                TraceParent.parse(request.getHeaders().get(TraceParent.HEADER));
        Trace trace = traces.begin(() -> name(route), parent);
        Passage passage = new Passage(RequestId.of(request), route, trace, parent);
        request.setAttribute(ATTRIBUTE, passage);
        return passage;
    }

    private static String name(@Nullable RouteInfo<?> route) {
        return RequestMeters.method(route) + " " + RequestMeters.template(route);
    }

    /** Empty for a request that was refused before the first filter. */
    static Optional<Passage> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Passage.class);
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

    void has(UUID idempotencyKey) {
        key = idempotencyKey.toString();
    }

    /** What the log of requests says of it. */
    AccessLine line(int status, String error, long nanos) {
        return new AccessLine(
                RequestMeters.method(route),
                RequestMeters.template(route),
                status,
                error,
                nanos,
                requestId,
                traceId,
                organisation,
                key);
    }

    /** Its trace ends with its answer. */
    void answered(int status, String error) {
        if (trace.isTold()) {
            trace.tell("http.request.method", RequestMeters.method(route));
            trace.tell("http.route", RequestMeters.template(route));
            trace.tell("http.response.status_code", status);
            trace.tell("pryzma.request_id", requestId);
            trace.tell("pryzma.error", error);
            if (status >= ErrorCode.FIRST_OF_SERVER) {
                trace.failed(error);
            }
            trace.end();
        }
    }

    @Override
    public Before updateThreadContext() {
        Before before = new Before(MDC.get(LogContext.REQUEST_ID), Trace.bind(trace));
        MDC.put(LogContext.REQUEST_ID, requestId);
        put(LogContext.TRACE_ID, traceId);
        put(LogContext.ORGANISATION, organisation);
        put(LogContext.KEY, key);
        return before;
    }

    private static void put(String name, @Nullable String value) {
        if (value != null) {
            MDC.put(name, value);
        }
    }

    @Override
    public void restoreThreadContext(@Nullable Before before) {
        Trace.bind(before == null ? Trace.NONE : before.trace());
        if (before == null || before.requestId() == null) {
            MDC.remove(LogContext.REQUEST_ID);
            remove(LogContext.TRACE_ID, traceId);
            remove(LogContext.ORGANISATION, organisation);
            remove(LogContext.KEY, key);
        } else {
            MDC.put(LogContext.REQUEST_ID, before.requestId());
        }
    }

    private static void remove(String name, @Nullable String value) {
        if (value != null) {
            MDC.remove(name);
        }
    }
}
