package global.pryzma.ledger.http;

import io.micronaut.http.HttpRequest;

import java.util.Optional;

/**
 * The things that the filters found out about a request, kept with it for the controller, one per
 * type.
 */
final class RequestAttributes {
    private RequestAttributes() {}

    static void put(HttpRequest<?> request, Object part) {
        request.setAttribute(part.getClass().getName(), part);
    }

    static <T> Optional<T> find(HttpRequest<?> request, Class<T> type) {
        return request.getAttribute(type.getName(), type);
    }
}
