package global.pryzma.ledger.postgres;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request's share of the pool, carried into another thread that works for the request: its
 * connections are still out of its organisation's share, and none is given when it has been
 * answered.
 */
public final class RequestShare {
    private RequestShare() {}

    /** The same work, as the request's that the calling thread serves, if it serves one. */
    public static <T> Supplier<T> carry(Supplier<T> work) {
        Optional<HttpRequest<Object>> request = ServerRequestContext.currentRequest();
        return request.isPresent() ? () -> ServerRequestContext.with(request.get(), work) : work;
    }
}
