package global.pryzma.ledger.api;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The check of a query for parameters that the route does not know. A misspelt filter would show
 * more than was asked for, and {@code ?dryrun=true} would move money.
 */
public final class KnownQuery {
    private KnownQuery() {}

    public static void require(HttpRequest<?> request) {
        AnnotationMetadata route =
                RouteAttributes.getRouteInfo(request)
                        .map(it -> it.getAnnotationMetadata())
                        .orElse(AnnotationMetadata.EMPTY_METADATA);
        boolean paged = route.hasAnnotation(Paged.class);
        SortedSet<String> known =
                new TreeSet<>(
                        List.of(
                                paged
                                        ? route.stringValues(Paged.class, "filters")
                                        : route.stringValues(TakesQuery.class)));
        known.addAll(paged ? PageRequest.NAMES : Set.of());
        List<MapParameter> maps =
                Stream.of(route.stringValues(Paged.class, "maps")).map(MapParameter::new).toList();
        boolean takesAny = !known.isEmpty() || !maps.isEmpty();
        if (isNameless(request.getUri().getRawQuery(), takesAny)) {
            throw unknown(known, maps);
        }
        for (String name : request.getParameters().names()) {
            if (!known.contains(name) && maps.stream().noneMatch(map -> map.has(name))) {
                throw unknown(known, maps);
            }
        }
    }

    /** Whether there is a parameter without a name, which the framework leaves out. */
    private static boolean isNameless(@Nullable String query, boolean takesAny) {
        if (query == null || query.isEmpty()) {
            return false;
        }
        return !takesAny || query.startsWith("=") || query.contains("&=") || query.contains(";=");
    }

    /**
     * The text of a parameter.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER} if it stands twice
     */
    public static Optional<String> one(HttpRequest<?> request, String name) {
        List<String> values = request.getParameters().getAll(name);
        if (values.size() > 1) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, name + " stands more than once");
        }
        return values.stream().findFirst();
    }

    /**
     * The moment that a parameter gives.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public static Optional<Instant> time(HttpRequest<?> request, String name) {
        return one(request, name)
                .map(text ->
                        WireTime.parse(text)
                                .orElseThrow(() ->
                                        ProblemException.of(
                                                ProblemCode.INVALID_PARAMETER,
                                                name
                                                        + " must be a time such as"
                                                        + " 2026-03-14T09:00:00Z")));
    }

    /**
     * What a parameter says that is {@code true} or {@code false}.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public static Optional<Boolean> truth(HttpRequest<?> request, String name) {
        return choice(request, name, Choice.TRUTH);
    }

    /**
     * What a parameter says that is one of a few texts.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    static <T> Optional<T> choice(HttpRequest<?> request, String name, Choice<T> choice) {
        return one(request, name)
                .map(text ->
                        choice.read(text)
                                .orElseThrow(() ->
                                        ProblemException.of(
                                                ProblemCode.INVALID_PARAMETER,
                                                name + " " + choice.rule())));
    }

    private static ProblemException unknown(SortedSet<String> known, List<MapParameter> maps) {
        String names =
                Stream.concat(known.stream(), maps.stream().map(MapParameter::toString))
                        .collect(Collectors.joining(", "));
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                "There is no query parameter of this name here"
                        + (names.isEmpty() ? "" : ": only " + names));
    }
}
