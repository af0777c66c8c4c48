package global.pryzma.ledger.http;

import global.pryzma.ledger.ledger.WithoutLedger;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import io.micronaut.web.router.UriRouteInfo;

import java.util.Optional;

/**
 * The rules that hold for a request, judged by the route that it will reach and never by the text
 * of its path, which has many spellings.
 */
final class ApiRoutes {
    private ApiRoutes() {}

    /** Whether the route is part of the API: it needs a token, takes and gives JSON. */
    static boolean isApi(HttpRequest<?> request) {
        return template(request).filter(ApiRoutes::isApi).isPresent();
    }

    static boolean isApi(String template) {
        return template.equals("/v1") || template.startsWith("/v1/");
    }

    /** Whether requests to the route do work that has to be bounded. */
    static boolean isBounded(HttpRequest<?> request) {
        return template(request)
                .filter(template -> isApi(template) || template.startsWith("/oauth2/"))
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

    private static Optional<String> template(HttpRequest<?> request) {
        Optional<RouteInfo<?>> route = RouteAttributes.getRouteInfo(request);
        return route.isPresent() && route.get() instanceof UriRouteInfo<?, ?> uri
                ? Optional.of(uri.getUriMatchTemplate().toString())
                : Optional.empty();
    }
}
