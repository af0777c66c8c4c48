package global.pryzma.ledger.http;

import global.pryzma.ledger.security.Authentication;
import global.pryzma.ledger.security.Caller;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** The filter that has the caller of a request checked before anything else about it is judged. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AuthenticationFilter implements PipelineFilter {
    private final Authentication authentication;
    private final ClientAddresses addresses;

    AuthenticationFilter(Authentication authentication, ClientAddresses addresses) {
        this.authentication = authentication;
        this.addresses = addresses;
    }

    @Override
    public PipelineStage stage() {
        return PipelineStage.AUTHENTICATION;
    }

    @RequestFilter
    void authenticate(HttpRequest<?> request) {
        addresses.of(request).attachTo(request);
        authentication.require(request);
        Caller.of(request)
                .ifPresent(caller ->
                        Passage.of(request).ifPresent(it -> it.isOf(caller.organisation())));
    }
}
