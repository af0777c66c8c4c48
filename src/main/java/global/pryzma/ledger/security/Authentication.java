package global.pryzma.ledger.security;

import global.pryzma.ledger.problem.Problem;
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

    private final AccessTokens tokens;
    private final OperationScopes operations;
    private final RateLimits limits;
    private final RevokedTokens revoked;
    private final Standing standing;
    private final RefusedProofs refused;

    Authentication(
            AccessTokens tokens,
            OperationScopes operations,
            RateLimits limits,
            RevokedTokens revoked,
            Standing standing,
            RefusedProofs refused) {
        this.tokens = tokens;
        this.operations = operations;
        this.limits = limits;
        this.revoked = revoked;
        this.standing = standing;
        this.refused = refused;
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
            caller(request, scopes).attachTo(request);
        } else if (isApi(route)) {
            throw new IllegalStateException(route + " does not say which scope it requires");
        }
    }

    private Caller caller(HttpRequest<?> request, Set<Scope> scopes) {
        TokenCheck.Valid token = null;
        try {
            token = token(request);
            requireThatItMay(request, token, scopes);
            return token.caller();
        } catch (ProblemException refusal) {
            tell(request, token == null ? null : token.caller(), refusal.problem());
            throw refusal;
        }
    }

    private void requireThatItMay(
            HttpRequest<?> request, TokenCheck.Valid token, Set<Scope> scopes) {
        Caller caller = token.caller();
        if (revoked.contain(token)) {
            throw TokenFault.REVOKED.refusal();
        }
        standing.requireThatItHolds(caller, ClientAddress.of(request).address());
        if (scopes.stream().noneMatch(caller::may)) {
            throw ProblemException.of(
                    ProblemCode.INSUFFICIENT_SCOPE,
                    "The token needs the scope " + String.join(" or ", names(scopes)));
        }
        standing.requireThatItMayAct(caller);
    }

    /** Of what was found wrong: not that there was no token, nor that it can't be said. */
    private void tell(HttpRequest<?> request, @Nullable Caller caller, Problem problem) {
        String reason =
                switch (problem.code()) {
                    case INVALID_TOKEN -> problem.detail();
                    case INSUFFICIENT_SCOPE, ORGANISATION_SUSPENDED -> problem.code().code();
                    default -> null;
                };
        if (reason != null) {
            refused.refused(
                    reason,
                    caller == null ? null : caller.organisation(),
                    caller == null ? null : caller.clientId(),
                    ClientAddress.of(request));
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

    private TokenCheck.Valid token(HttpRequest<?> request) {
        List<String> values = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        if (values.stream().noneMatch(Authentication::isBearer)) {
            throw ProblemException.of(
                    ProblemCode.MISSING_BEARER_TOKEN, "Send Authorization: Bearer <access token>");
        }
        if (values.size() > 1) {
            throw TokenFault.MALFORMED.refusal();
        }
        String token = values.getFirst().substring(SCHEME.length()).strip();
        return tokens.known(token).orElseGet(() -> unknown(request, token));
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
            case TokenCheck.Refused(TokenFault fault) -> throw fault.refusal();
        };
    }

    private static boolean isBearer(String authorization) {
        return authorization.equalsIgnoreCase(SCHEME)
                || authorization.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1);
    }
}
