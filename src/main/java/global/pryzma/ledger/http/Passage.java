package global.pryzma.ledger.http;

import global.pryzma.ledger.logging.AccessLine;
import global.pryzma.ledger.logging.LogContext;
import global.pryzma.ledger.logging.LoggedRequest;
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
final class Passage implements ThreadPropagatedContextElement<@Nullable LoggedRequest> {
    private static final String ATTRIBUTE = Passage.class.getName();

    private final LoggedRequest logged;
    private final @Nullable RouteInfo<?> route;
    private final Trace trace;
    private final long began = System.nanoTime();

    private Passage(LoggedRequest logged, @Nullable RouteInfo<?> route, Trace trace) {
        this.logged = logged;
        this.route = route;
        this.trace = trace;
    }

    /** Begins with the first filter. */
    static Passage begin(HttpRequest<?> request, Traces traces) {
        RouteInfo<?> route = RouteAttributes.getRouteInfo(request).orElse(null);
        Optional<TraceParent> parent =
                TraceParent.parse(request.getHeaders().get(TraceParent.HEADER));
        Trace trace = traces.begin(() -> name(route), parent);
        // His own, where a caller has one: it is in the log whether the trace is told or not.
        String traceId = parent.map(TraceParent::traceId).orElseGet(trace::id);
        Passage passage =
                new Passage(new LoggedRequest(RequestId.of(request), traceId), route, trace);
        request.setAttribute(ATTRIBUTE, passage);
        return passage;
    }

    private static String name(@Nullable RouteInfo<?> route) {
        return RequestMeters.method(route) + " " + RequestMeters.template(route);
    }

    /** Empty for a request that was refused before the first filter. */
    static Optional<Passage> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE).map(Passage.class::cast);
    }

    /** Null where none was found. */
    @Nullable RouteInfo<?> route() {
        return route;
    }

    long nanos() {
        return System.nanoTime() - began;
    }

    void isOf(UUID caller) {
        logged.isOf(caller);
    }

    void has(UUID idempotencyKey) {
        logged.has(idempotencyKey);
    }

    /** What the log of requests says of it. */
    AccessLine line(int status, String error, long nanos) {
        return new AccessLine(
                RequestMeters.method(route),
                RequestMeters.template(route),
                status,
                error,
                nanos,
                logged);
    }

    /** Its trace ends with its answer. */
    void answered(int status, String error) {
        if (trace.isTold()) {
            trace.tell("http.request.method", RequestMeters.method(route));
            trace.tell("http.route", RequestMeters.template(route));
            trace.tell("http.response.status_code", status);
            trace.tell("pryzma.request_id", logged.requestId());
            trace.tell("pryzma.error", error);
            if (status >= ErrorCode.FIRST_OF_SERVER) {
                trace.failed(error);
            }
            trace.end();
        }
    }

    /** A thread that does so already goes on. */
    @Override
    public @Nullable LoggedRequest updateThreadContext() {
        LoggedRequest before = LoggedRequest.bind(logged);
        if (!logged.equals(before)) {
            Trace.bind(trace);
            putIntoContext(logged);
        }
        return before;
    }

    @Override
    public void restoreThreadContext(@Nullable LoggedRequest before) {
        if (logged.equals(before)) {
            return;
        }
        Trace.bind(Trace.NONE);
        MDC.remove(LogContext.REQUEST_ID);
        if (logged.traceId() != null) {
            MDC.remove(LogContext.TRACE_ID);
        }
        if (before != null) {
            putIntoContext(before);
        }
        LoggedRequest.bind(before);
    }

    /** What the log's text says; an object of JSON says more. */
    private static void putIntoContext(LoggedRequest request) {
        MDC.put(LogContext.REQUEST_ID, request.requestId());
        if (request.traceId() != null) {
            MDC.put(LogContext.TRACE_ID, request.traceId());
        }
    }
}
