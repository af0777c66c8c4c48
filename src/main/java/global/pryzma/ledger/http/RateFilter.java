package global.pryzma.ledger.http;

import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Rate;
import global.pryzma.ledger.security.RateLimits;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

import java.util.Optional;

/**
 * The filter that keeps callers to their rate, before anything of what they ask for is looked at:
 * what it refuses has touched no key. Answers tell the rate by the fields of
 * draft-ietf-httpapi-ratelimit-headers-10.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RateFilter implements PipelineFilter {
    private static final String POLICY = "RateLimit-Policy";
    private static final String LEFT = "RateLimit";

    private final RateLimits limits;

    RateFilter(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public PipelineStage stage() {
        return PipelineStage.RATE;
    }

    @RequestFilter
    void require(HttpRequest<?> request) {
        Optional<Caller> caller = Caller.of(request);
        if (caller.isPresent()) {
            limits.require(request, caller.get());
        } else if (ApiRoutes.isForClients(request)) {
            limits.requireOfAddress(request);
        }
    }

    @ResponseFilter
    void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
        tellRate(request, response);
    }

    static void tellRate(HttpRequest<?> request, MutableHttpResponse<?> response) {
        Rate.of(request)
                .ifPresent(rate -> {
                    response.getHeaders().set(POLICY, rate.policy());
                    response.getHeaders().set(LEFT, rate.left());
                });
    }
}
