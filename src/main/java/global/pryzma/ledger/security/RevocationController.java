package global.pryzma.ledger.security;

import global.pryzma.ledger.ledger.WithoutLedger;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;

import java.util.UUID;

/**
 * The revocation of tokens (RFC 7009): a client revokes its own, an operator any. Like the token
 * endpoint it takes no idempotency key: OAuth clients send none, and a token is revoked once.
 */
@WithoutLedger
@Requires(missingProperty = ExternalIssuer.PROPERTY)
@Controller("/oauth2")
final class RevocationController {
    private final ClientAuthentication clients;
    private final AccessTokens tokens;
    private final RevokedTokens revoked;
    private final RevocationNotes notes;

    RevocationController(
            ClientAuthentication clients,
            AccessTokens tokens,
            RevokedTokens revoked,
            RevocationNotes notes) {
        this.clients = clients;
        this.tokens = tokens;
        this.revoked = revoked;
        this.notes = notes;
    }

    @Post("/revoke")
    HttpResponse<?> revoke(
            HttpRequest<?> request, Origin origin, @Body @Bindable(defaultValue = "") byte[] body) {
        try {
            Form form = Form.of(request, body);
            Caller client = clients.of(request, form);
            if (tokens.verify(form.token()) instanceof TokenCheck.Valid token) {
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
}
