package global.pryzma.ledger.security;

import global.pryzma.ledger.ledger.WithoutLedger;

import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;

import java.util.Optional;
import java.util.UUID;

/**
 * What can be done about a token that was issued: a client revokes its own (RFC 7009), an operator
 * any; and operators ask what one is worth (RFC 7662). Like the token endpoint these take no
 * idempotency key: OAuth clients send none, and a token is revoked once.
 */
@WithoutLedger
@Controller("/oauth2")
final class IssuedTokenController {
    private static final String TOKEN = "token";

    private final ProvenClients clients;
    private final AccessTokens tokens;
    private final RevokedTokens revoked;
    private final Standing standing;
    private final RevocationNotes notes;

    IssuedTokenController(
            ProvenClients clients,
            AccessTokens tokens,
            RevokedTokens revoked,
            Standing standing,
            RevocationNotes notes) {
        this.clients = clients;
        this.tokens = tokens;
        this.revoked = revoked;
        this.standing = standing;
        this.notes = notes;
    }

    @Post("/revoke")
    HttpResponse<?> revoke(
            HttpRequest<?> request, Origin origin, @Body @Bindable(defaultValue = "") byte[] body) {
        try {
            Form form = Form.of(request, body);
            Caller client = clients.of(request, form);
            if (tokens.verify(required(form)) instanceof TokenCheck.Valid token) {
                revoke(client, origin, token);
            }
            return TokenResponses.empty(); // also for what is no token: it is as good as revoked
        } catch (TokenRefused refused) {
            return TokenResponses.of(refused);
        }
    }

    private void revoke(Caller client, Origin origin, TokenCheck.Valid token) throws TokenRefused {
        boolean own = token.caller().clientId().equals(client.clientId());
        if (!own && !client.may(Scope.LEDGER_OPERATE)) {
            throw new TokenRefused(TokenError.UNAUTHORIZED_CLIENT);
        }
        UUID id = token.id();
        if (id == null) {
            throw new TokenRefused(TokenError.UNSUPPORTED_TOKEN_TYPE);
        }
        notes.revokes(client, origin.of(client), id, token.caller());
        revoked.add(id, token.expires());
    }

    @Post("/introspect")
    @RequiresScope(Scope.LEDGER_OPERATE)
    HttpResponse<?> introspect(
            HttpRequest<?> request, @Body @Bindable(defaultValue = "") byte[] body) {
        try {
            Form form = Form.of(request, body);
            return TokenResponses.ok(
                    tokens.verify(required(form)) instanceof TokenCheck.Valid token
                                    && !revoked.contain(token)
                                    && standing.isGood(token.caller())
                            ? Introspection.of(token)
                            : Introspection.INACTIVE);
        } catch (TokenRefused refused) {
            return TokenResponses.of(refused);
        }
    }

    private static String required(Form form) throws TokenRefused {
        Optional<String> token = form.get(TOKEN);
        return token.orElseThrow(() -> new TokenRefused(TokenError.INVALID_REQUEST));
    }
}
