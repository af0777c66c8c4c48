package global.pryzma.ledger.http;

import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.metrics.Times;

import io.micronaut.web.router.RouteInfo;
import io.micronaut.web.router.UriRouteInfo;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of requests. Each combination of route, status and error is found by name once; from
 * then on by what the framework has at hand.
 */
@Singleton
final class RequestMeters {
    /** The one value for all paths and methods that are not known. */
    private static final String UNKNOWN = "unknown";

    private final Metrics metrics;
    private final Map<Ended, Times> known = new ConcurrentHashMap<>();

    RequestMeters(
            Metrics metrics,
            ClientConnections connections,
            Admission admission,
            HttpSettings settings) {
        this.metrics = metrics;
        metrics.gauge(Metric.HTTP_CONNECTIONS, connections::count);
        metrics.gauge(Metric.HTTP_REQUESTS_ACTIVE, admission::admitted);
        metrics.gauge(Metric.HTTP_REQUESTS_LIMIT, settings::maxConcurrentRequests);
    }

    /**
     * How a request ended.
     *
     * @param route by identity: the framework has one object for each
     */
    private record Ended(@Nullable RouteInfo<?> route, int status, String error) {}

    void answered(@Nullable RouteInfo<?> route, int status, String error, long nanos) {
        known.computeIfAbsent(new Ended(route, status, error), this::times).took(nanos);
    }

    private Times times(Ended ended) {
        return metrics.times(
                Metric.HTTP_REQUESTS,
                method(ended.route()),
                template(ended.route()),
                Integer.toString(ended.status()),
                ended.error());
    }

    static String method(@Nullable RouteInfo<?> route) {
        return route instanceof UriRouteInfo<?, ?> uri ? uri.getHttpMethodName() : UNKNOWN;
    }

    static String template(@Nullable RouteInfo<?> route) {
        return route instanceof UriRouteInfo<?, ?> uri
                ? uri.getUriMatchTemplate().toString()
                : UNKNOWN;
    }
}
