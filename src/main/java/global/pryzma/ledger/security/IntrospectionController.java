package global.pryzma.ledger.security;

import global.pryzma.ledger.ledger.WithoutLedger;

import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;

/**
 * What a token is worth here, for operators (RFC 7662). It is there with an external issuer as
 * well: what its clients may do is known here alone.
 */
@WithoutLedger
@Controller("/oauth2")
final class IntrospectionController {
    private final TokenVerifier tokens;
    private final RevokedTokens revoked;
    private final Standing standing;

    IntrospectionController(TokenVerifier tokens, RevokedTokens revoked, Standing standing) {
        this.tokens = tokens;
        this.revoked = revoked;
        this.standing = standing;
    }

    @Post("/introspect")
    @RequiresScope(Scope.LEDGER_OPERATE)
    HttpResponse<?> introspect(
            HttpRequest<?> request, @Body @Bindable(defaultValue = "") byte[] body) {
        try {
            return TokenResponses.ok(worth(Form.of(request, body).token()));
        } catch (TokenRefused refused) {
            return TokenResponses.of(refused);
        }
    }

    private Introspection worth(String text) {
        tokens.keyOf(text).join(); // for two seconds at most
        return switch (tokens.verify(text)) {
            case TokenCheck.Valid token ->
                    revoked.contain(token) || !standing.isGood(token.caller())
                            ? Introspection.INACTIVE
                            : Introspection.of(token);
            case TokenCheck.Refused _ -> Introspection.INACTIVE;
            case TokenCheck.Unsure _ -> throw Authentication.keysAreAway();
        };
    }
}
