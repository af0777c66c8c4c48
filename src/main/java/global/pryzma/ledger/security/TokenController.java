package global.pryzma.ledger.security;

import global.pryzma.ledger.ledger.WithoutLedger;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The built-in token endpoint: OAuth 2.0 client credentials (RFC 6749, section 4.4). The one route
 * that changes something without an idempotency key: OAuth clients send none, and a token more does
 * no harm.
 */
@WithoutLedger
@Requires(missingProperty = ExternalIssuer.PROPERTY)
@Controller("/oauth2")
final class TokenController {
    private final ClientAuthentication clients;
    private final AccessTokens tokens;
    private final SecuritySettings settings;

    TokenController(ClientAuthentication clients, AccessTokens tokens, SecuritySettings settings) {
        this.clients = clients;
        this.tokens = tokens;
        this.settings = settings;
    }

    // The default: without it the framework refuses an empty body before we can, in other words.
    @Post("/token")
    HttpResponse<?> token(HttpRequest<?> request, @Body @Bindable(defaultValue = "") byte[] body) {
        try {
            return TokenResponses.ok(grant(request, body));
        } catch (TokenRefused refused) {
            return TokenResponses.of(refused);
        }
    }

    private TokenResponse grant(HttpRequest<?> request, byte[] body) throws TokenRefused {
        Form form = Form.of(request, body);
        Optional<String> grantType = form.get("grant_type");
        if (grantType.isEmpty()) {
            throw new TokenRefused(TokenError.INVALID_REQUEST);
        }
        Caller client = clients.of(request, form);
        if (!grantType.get().equals("client_credentials")) {
            throw new TokenRefused(TokenError.UNSUPPORTED_GRANT_TYPE);
        }
        Set<Scope> scopes = scopes(client, form);
        return new TokenResponse(
                tokens.issue(client.organisation(), client.clientId(), scopes),
                "Bearer",
                settings.tokenLifetime().toSeconds(),
                Scope.format(scopes));
    }

    /**
     * The scopes that are asked for, if the client may have all of them; without a question, all it
     * may have.
     */
    private static Set<Scope> scopes(Caller client, Form form) throws TokenRefused {
        Optional<String> asked = form.get("scope");
        if (asked.isEmpty()) {
            return client.scopes();
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : asked.get().split(" ", -1)) {
            Optional<Scope> scope = Scope.parse(name);
            if (scope.isEmpty() || !client.may(scope.get())) {
                throw new TokenRefused(TokenError.INVALID_SCOPE);
            }
            scopes.add(scope.get());
        }
        return scopes;
    }
}
