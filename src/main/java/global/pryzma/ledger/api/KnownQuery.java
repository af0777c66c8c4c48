package global.pryzma.ledger.api;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The check of a query for parameters that the route does not know. A misspelt filter would show
 * more than was asked for, and {@code ?dry_run=true} would move money.
 */
public final class KnownQuery {
    private KnownQuery() {}

    public static void require(HttpRequest<?> request) {
        AnnotationMetadata route =
                RouteAttributes.getRouteInfo(request)
                        .map(it -> it.getAnnotationMetadata())
                        .orElse(AnnotationMetadata.EMPTY_METADATA);
        boolean paged = route.hasAnnotation(Paged.class);
        List<String> filters = List.of(route.stringValues(Paged.class, "filters"));
        if (isNameless(request.getUri().getRawQuery(), paged)) {
            throw unknown();
        }
        for (String name : request.getParameters().names()) {
            if (!filters.contains(name) && !(paged && PageRequest.NAMES.contains(name))) {
                throw unknown();
            }
        }
    }

    /** Whether there is a parameter without a name, which the framework leaves out. */
    private static boolean isNameless(@Nullable String query, boolean paged) {
        if (query == null || query.isEmpty()) {
            return false;
        }
        return !paged || query.startsWith("=") || query.contains("&=") || query.contains(";=");
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER, "There is no query parameter of this name here");
    }
}
