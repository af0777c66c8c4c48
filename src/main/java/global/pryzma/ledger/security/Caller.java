package global.pryzma.ledger.security;

import io.micronaut.http.HttpRequest;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The caller of a request, as the verified token says.
 *
 * @param organisation the one organisation that the token speaks for
 * @param clientId the credential the token was given to
 */
public record Caller(UUID organisation, String clientId, Set<Scope> scopes) {
    private static final String ATTRIBUTE = Caller.class.getName();
    private static final UUID NOBODY = new UUID(0, 0);

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** The same with those of its scopes that are among these. */
    Caller narrowedTo(Set<Scope> others) {
        Set<Scope> both = EnumSet.noneOf(Scope.class);
        both.addAll(scopes);
        both.retainAll(others);
        return new Caller(organisation, clientId, both);
    }

    /** The caller of a request whose token has been verified. */
    public static Optional<Caller> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Caller.class);
    }

    /**
     * The organisation that a request is counted for where places are shared out: its caller's
     * organisation, or one that all requests without a caller are, those for tokens.
     */
    public static UUID shareholderOf(HttpRequest<?> request) {
        return of(request).map(Caller::organisation).orElse(NOBODY);
    }

    void attachTo(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
