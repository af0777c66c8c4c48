package global.pryzma.ledger.http;

import global.pryzma.ledger.api.LargeBody;
import global.pryzma.ledger.api.Offers;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.Streamed;
import global.pryzma.ledger.http.wire.WholeRequest;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.problem.ProblemRenderer;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import io.micronaut.web.router.UriRouteInfo;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;

/**
 * The rules that hold for a request, judged by the route that it will reach and never by the text
 * of its path, which has many spellings.
 */
final class ApiRoutes {
    /**
     * How many times larger than a large body all that is made of it is at the same time: the
     * command in its forms, the ledger's rows, the answer.
     */
    private static final int WORK_PER_BODY = 12;

    private static final List<String> JSON_ALONE = List.of(ProblemRenderer.JSON);

    private ApiRoutes() {}

    /** Whether the route is part of the API: it needs a token, takes and gives JSON. */
    static boolean isApi(HttpRequest<?> request) {
        return template(request).filter(ApiRoutes::isApi).isPresent();
    }

    static boolean isApi(String template) {
        return is(template, RouteKind.API);
    }

    /** Whether requests to the route have a body to be read, and a deadline for their work. */
    static boolean isWork(HttpRequest<?> request) {
        return template(request).filter(it -> passes(it, PipelineStage.INTAKE)).isPresent();
    }

    /** Whether the route is for clients that have no token yet, or are about to lose one. */
    static boolean isForClients(HttpRequest<?> request) {
        return template(request).filter(it -> is(it, RouteKind.CLIENTS)).isPresent();
    }

    /**
     * Whether a bounded number of requests to the route is worked on at once. Probes must not be
     * told that there are many others, and have a bound of their own; the switch of the embedded
     * ledger takes the time that it takes.
     */
    static boolean isBounded(HttpRequest<?> request) {
        return template(request).filter(it -> passes(it, PipelineStage.WORK)).isPresent();
    }

    /** Whether the route is one of the pages and files that are for everybody. */
    static boolean isPage(HttpRequest<?> request) {
        return !isWork(request);
    }

    /** Whether the route takes a larger body than others. */
    static boolean takesLargeBody(HttpRequest<?> request) {
        return has(request, LargeBody.class);
    }

    /** The path of a route that takes a larger body than others. */
    static Optional<String> pathOfLargeBody(UriRouteInfo<?, ?> route) {
        return route.getAnnotationMetadata().hasAnnotation(LargeBody.class)
                ? Optional.of(route.getUriMatchTemplate().toPathString())
                : Optional.empty();
    }

    /**
     * The memory that the work on a request to the route, and its answer, may need; what is small
     * is not counted.
     */
    static long workBytes(HttpRequest<?> request) {
        if (has(request, Paged.class)) {
            return Page.MAX_BYTES;
        }
        if (isStreamed(request)) {
            return Streamed.MAX_BYTES;
        }
        return takesLargeBody(request)
                ? (long) WORK_PER_BODY
                        * WholeRequest.behind(request).map(WholeRequest::bodyBytes).orElse(0)
                : 0;
    }

    /** Whether the route's answer is made while the client takes it. */
    static boolean isStreamed(HttpRequest<?> request) {
        return has(request, Streamed.class);
    }

    /** The media types in which the route's answer is to be had, the usual one first. */
    static List<String> offers(HttpRequest<?> request) {
        return RouteAttributes.getRouteInfo(request)
                .map(route -> route.getAnnotationMetadata().stringValues(Offers.class))
                .filter(types -> types.length > 0)
                .map(List::of)
                .orElse(JSON_ALONE);
    }

    private static boolean has(HttpRequest<?> request, Class<? extends Annotation> annotation) {
        return RouteAttributes.getRouteInfo(request)
                .filter(route -> route.getAnnotationMetadata().hasAnnotation(annotation))
                .isPresent();
    }

    /** Whether a method changes something, and so needs an idempotency key. */
    static boolean mutates(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> false;
            default -> true;
        };
    }

    /** Whether the route's work can be held up by the ledger. */
    static boolean mayWaitForLedger(HttpRequest<?> request) {
        return RouteAttributes.getRouteInfo(request)
                .filter(route -> !route.getAnnotationMetadata().hasAnnotation(WithoutLedger.class))
                .isPresent();
    }

    private static boolean is(String template, RouteKind kind) {
        return RouteKind.of(template).filter(it -> it == kind).isPresent();
    }

    /** A route of no kind is a page. */
    private static boolean passes(String template, PipelineStage stage) {
        return RouteKind.of(template).orElse(RouteKind.PAGE).passes(stage);
    }

    private static Optional<String> template(HttpRequest<?> request) {
        Optional<RouteInfo<?>> route = RouteAttributes.getRouteInfo(request);
        return route.isPresent() && route.get() instanceof UriRouteInfo<?, ?> uri
                ? Optional.of(uri.getUriMatchTemplate().toString())
                : Optional.empty();
    }
}
