package global.pryzma.ledger.security;

import global.pryzma.ledger.problem.ProblemRenderer;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/** The responses of the OAuth endpoints, which nobody on the way may store. */
final class TokenResponses {
    private TokenResponses() {}

    static HttpResponse<?> ok(Object body) {
        return neverStored(HttpResponse.ok(body)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    static HttpResponse<?> empty() {
        return neverStored(HttpResponse.ok());
    }

    /** One of the errors of RFC 6749. */
    static HttpResponse<?> of(TokenRefused refused) {
        MutableHttpResponse<byte[]> response =
                HttpResponse.status(HttpStatus.valueOf(refused.error().status()));
        response.body(ProblemRenderer.plain(refused.error().code()));
        if (refused.error() == TokenError.INVALID_CLIENT) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"pryzma-ledger\"");
        }
        return neverStored(response).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private static MutableHttpResponse<?> neverStored(MutableHttpResponse<?> response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.PRAGMA, "no-cache");
    }
}
