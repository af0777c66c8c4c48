package global.pryzma.ledger.security;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;

/** The check of the secrets that clients send to the OAuth endpoints. */
@Singleton
final class ProvenClients {
    private final Credentials credentials;
    private final RefusedProofs refused;

    ProvenClients(Credentials credentials, RefusedProofs refused) {
        this.credentials = credentials;
        this.refused = refused;
    }

    /** The client that has proved who it is. */
    Caller of(HttpRequest<?> request, Form form) throws TokenRefused {
        ClientSecret sent = ClientSecret.of(request, form);
        Optional<Caller> client = credentials.authenticate(sent.clientId(), sent.secret());
        if (client.isEmpty()) {
            refused.refused(
                    TokenError.INVALID_CLIENT.code(),
                    null,
                    sent.clientId(),
                    ClientAddress.of(request));
        }
        return client.orElseThrow(() -> new TokenRefused(TokenError.INVALID_CLIENT));
    }
}
