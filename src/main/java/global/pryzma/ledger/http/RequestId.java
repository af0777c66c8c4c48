package global.pryzma.ledger.http;

import global.pryzma.ledger.api.StrictUuid;

import io.micronaut.http.HttpRequest;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of one request, which a caller quotes to support and every log line of the request
 * carries. The caller may choose it.
 */
final class RequestId {
    static final String HEADER = "Pryzma-Request-Id";

    private static final String ATTRIBUTE = RequestId.class.getName();

    private RequestId() {}

    /** The header's value if it is one UUID, else a random one; always the same for a request. */
    static String of(HttpRequest<?> request) {
        Optional<String> known = request.getAttribute(ATTRIBUTE, String.class);
        if (known.isPresent()) {
            return known.get();
        }
        List<String> values = request.getHeaders().getAll(HEADER);
        String id =
                (values.size() == 1 ? StrictUuid.parse(values.getFirst()) : Optional.<UUID>empty())
                        .orElseGet(UUID::randomUUID)
                        .toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
