package global.pryzma.ledger.http;

import global.pryzma.ledger.http.wire.Acceptable;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemRenderer;
import global.pryzma.ledger.security.Rate;
import global.pryzma.ledger.security.RequiredScopes;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.security.TokenFault;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.web.router.RouteAttributes;

/** The responses that problems become, in the form that the caller of a request asked for. */
final class ProblemResponses {
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String CHALLENGE = "Bearer realm=\"pryzma-ledger\"";

    private ProblemResponses() {}

    static MutableHttpResponse<?> of(HttpRequest<?> request, Problem problem) {
        MutableHttpResponse<Object> response = HttpResponse.status(HttpStatus.OK);
        fill(request, problem, response);
        return response;
    }

    /** Makes {@code response} say {@code problem}; headers that it has already stay. */
    static void fill(HttpRequest<?> request, Problem problem, MutableHttpResponse<?> response) {
        RecordedResponse rendered = render(request, problem);
        response.status(HttpStatus.valueOf(rendered.status()));
        response.contentType(rendered.contentType());
        response.body(rendered.body());
        response.getHeaders().set(RequestId.HEADER, RequestId.of(request));
        headers(request, problem, response);
    }

    /** Status, media type and body, for a problem that will be kept. */
    static RecordedResponse render(HttpRequest<?> request, Problem problem) {
        boolean detailed = Acceptable.of(request).prefersProblemJson();
        return new RecordedResponse(
                problem.code().status(),
                detailed ? ProblemRenderer.PROBLEM_JSON : ProblemRenderer.JSON,
                detailed
                        ? ProblemRenderer.detailed(problem, RequestId.of(request))
                        : ProblemRenderer.plain(problem.code().code()));
    }

    private static void headers(
            HttpRequest<?> request, Problem problem, MutableHttpResponse<?> response) {
        switch (problem.code().status()) {
            case 401, 403 ->
                    response.getHeaders()
                            .set(HttpHeaders.WWW_AUTHENTICATE, challenge(request, problem));
            case 429 -> {
                RateFilter.tellRate(request, response);
                response.getHeaders().set(HttpHeaders.RETRY_AFTER, retryAfterSeconds(request));
            }
            case 502, 503 ->
                    response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            default -> {}
        }
    }

    private static String retryAfterSeconds(HttpRequest<?> request) {
        return Rate.of(request)
                .map(rate -> Long.toString(rate.retryAfterSeconds()))
                .orElse(RETRY_AFTER_SECONDS);
    }

    /** The challenge of RFC 6750, section 3: who sent no token at all is told no error. */
    private static String challenge(HttpRequest<?> request, Problem problem) {
        return switch (problem.code()) {
            case MISSING_BEARER_TOKEN, ORGANISATION_SUSPENDED -> CHALLENGE;
            case INSUFFICIENT_SCOPE ->
                    CHALLENGE + ", error=\"insufficient_scope\"" + scope(request);
            default -> CHALLENGE + ", error=\"invalid_token\"" + reason(problem);
        };
    }

    /** One word of ours, {@link TokenFault}; so nothing in it needs a quote. */
    private static String reason(Problem problem) {
        return problem.detail() == null ? "" : ", error_description=\"" + problem.detail() + "\"";
    }

    private static String scope(HttpRequest<?> request) {
        return RouteAttributes.getRouteInfo(request)
                .map(RequiredScopes::named)
                .filter(scopes -> scopes.size() == 1) // RFC 6750 has no "one of"
                .map(scopes -> ", scope=\"" + Scope.format(scopes) + "\"")
                .orElse("");
    }
}
