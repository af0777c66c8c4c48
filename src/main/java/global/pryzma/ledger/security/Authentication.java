package global.pryzma.ledger.security;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import io.micronaut.web.router.UriRouteInfo;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The check of who is calling: it lets a request reach a route under {@code /v1} only with a bearer
 * token (RFC 6750, in the header alone) that holds and has the route's scope. It goes by the route,
 * not by the text of the path, which has many spellings; and a route under {@code /v1} without
 * {@link RequiresScope} is reached by nobody.
 */
@Singleton
public final class Authentication {
    private static final String SCHEME = "Bearer";

    private final TokenVerifier tokens;
    private final OperationScopes operations;
    private final RateLimits limits;
    private final RevokedTokens revoked;
    private final Standing standing;
    private final Refusals refusals;

    Authentication(
            TokenVerifier tokens,
            OperationScopes operations,
            RateLimits limits,
            RevokedTokens revoked,
            Standing standing,
            Refusals refusals) {
        this.tokens = tokens;
        this.operations = operations;
        this.limits = limits;
        this.revoked = revoked;
        this.standing = standing;
        this.refusals = refusals;
    }

    /**
     * Attaches the caller to the request, where the route asks for one.
     *
     * @throws ProblemException for a request that must not reach its route
     */
    public void require(HttpRequest<?> request) {
        RouteInfo<?> route = RouteAttributes.getRouteInfo(request).orElse(null);
        if (route == null) {
            return; // the framework says 404 or 405
        }
        Set<Scope> scopes = RequiredScopes.of(route, operations);
        if (!scopes.isEmpty()) {
            Caller caller = caller(request);
            Optional<TokenFault> fault =
                    standing.faultOf(caller, ClientAddress.of(request).address());
            if (fault.isPresent()) {
                throw refused(request, fault.get(), caller);
            }
            requireThatItMay(request, caller, scopes);
            caller.attachTo(request);
        } else if (isApi(route)) {
            throw new IllegalStateException(route + " does not say which scope it requires");
        }
    }

    private void requireThatItMay(HttpRequest<?> request, Caller caller, Set<Scope> scopes) {
        try {
            if (scopes.stream().noneMatch(caller::may)) {
                throw ProblemException.of(
                        ProblemCode.INSUFFICIENT_SCOPE,
                        "The token needs the scope " + String.join(" or ", names(scopes)));
            }
            standing.requireThatItMayAct(caller);
        } catch (ProblemException refusal) {
            ProblemCode code = refusal.problem().code();
            if (code == ProblemCode.INSUFFICIENT_SCOPE
                    || code == ProblemCode.ORGANISATION_SUSPENDED) {
                refusals.noted(code.code(), ClientAddress.of(request), caller);
            }
            throw refusal;
        }
    }

    private static List<String> names(Set<Scope> scopes) {
        return scopes.stream().map(Scope::value).toList();
    }

    private static boolean isApi(RouteInfo<?> route) {
        if (!(route instanceof UriRouteInfo<?, ?> uri)) {
            return false;
        }
        String template = uri.getUriMatchTemplate().toString();
        return template.equals("/v1") || template.startsWith("/v1/");
    }

    private Caller caller(HttpRequest<?> request) {
        List<String> values = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        if (values.stream().noneMatch(Authentication::isBearer)) {
            throw ProblemException.of(
                    ProblemCode.MISSING_BEARER_TOKEN, "Send Authorization: Bearer <access token>");
        }
        if (values.size() > 1) {
            throw refused(request, TokenFault.MALFORMED, null);
        }
        String token = token(values.getFirst());
        TokenCheck.Valid valid = tokens.known(token).orElseGet(() -> unknown(request, token));
        if (revoked.contain(valid)) {
            throw refused(request, TokenFault.REVOKED, valid.caller());
        }
        return valid.caller();
    }

    /**
     * The caller by a token that was not seen before. Its signature has to be checked, which an
     * address that brings wrong ones all the time could keep us busy with.
     */
    private TokenCheck.Valid unknown(HttpRequest<?> request, String token) {
        limits.requireOfAddress(request);
        return switch (tokens.verify(token)) {
            case TokenCheck.Valid valid -> {
                limits.forgive(request);
                yield valid;
            }
            case TokenCheck.Refused(TokenFault fault) -> throw refused(request, fault, null);
            case TokenCheck.Unsure _ -> throw keysAreAway();
        };
    }

    static ProblemException keysAreAway() {
        return ProblemException.of(
                ProblemCode.SERVICE_UNAVAILABLE,
                "The keys of the tokens' issuer can't be read at present");
    }

    /**
     * @param caller null where nothing proves who it was
     */
    private ProblemException refused(
            HttpRequest<?> request, TokenFault fault, @Nullable Caller caller) {
        refusals.tell(fault, ClientAddress.of(request), caller);
        return fault.refusal();
    }

    /** The one token that a request brings; empty where there is none or there are several. */
    public static Optional<String> tokenOf(HttpRequest<?> request) {
        List<String> values = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        return values.size() == 1 && isBearer(values.getFirst())
                ? Optional.of(token(values.getFirst()))
                : Optional.empty();
    }

    private static String token(String authorization) {
        return authorization.substring(SCHEME.length()).strip();
    }

    private static boolean isBearer(String authorization) {
        return authorization.equalsIgnoreCase(SCHEME)
                || authorization.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1);
    }
}
