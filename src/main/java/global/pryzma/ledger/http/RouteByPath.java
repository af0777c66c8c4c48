package global.pryzma.ledger.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.annotation.NonNull;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.MediaType;
import io.micronaut.web.router.DefaultRouter;
import io.micronaut.web.router.RouteBuilder;
import io.micronaut.web.router.UriRouteMatch;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The router that goes by method and path alone. Micronaut would also look at the media types, and
 * say 415 or 406 before anyone has asked who is calling; {@link IntakeFilter} judges them in their
 * turn.
 */
@Singleton
@Replaces(DefaultRouter.class)
final class RouteByPath extends DefaultRouter {
    @Inject
    RouteByPath(Collection<RouteBuilder> builders) {
        super(builders);
    }

    @Override
    public <T, R> UriRouteMatch<T, R> findClosest(@NonNull HttpRequest<?> request) {
        return super.findClosest(new AnyMediaType<>(request));
    }

    @Override
    public <T, R> @NonNull List<UriRouteMatch<T, R>> findAllClosest(
            @NonNull HttpRequest<?> request) {
        return super.findAllClosest(new AnyMediaType<>(request));
    }

    /** The request, as if it said nothing about media types. */
    private static final class AnyMediaType<B> extends HttpRequestWrapper<B> {
        AnyMediaType(HttpRequest<B> request) {
            super(request);
        }

        @Override
        public @NonNull Optional<MediaType> getContentType() {
            return Optional.empty();
        }

        @Override
        public Collection<MediaType> accept() {
            return List.of();
        }
    }
}
