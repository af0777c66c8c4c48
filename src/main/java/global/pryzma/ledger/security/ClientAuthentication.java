package global.pryzma.ledger.security;

import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.util.Optional;

/**
 * The check of a client that proves itself with its secret, at the OAuth endpoints. It has to come
 * from its networks there as well; a wrong address is answered like a wrong secret, so that whoever
 * has found one is not told that it is right.
 */
@Singleton
final class ClientAuthentication {
    private final Credentials credentials;
    private final Refusals refusals;

    ClientAuthentication(Credentials credentials, Refusals refusals) {
        this.credentials = credentials;
        this.refusals = refusals;
    }

    /**
     * The client, with all that it may ever be allowed.
     *
     * @throws TokenRefused {@link TokenError#INVALID_CLIENT}, or for a proof of no known form
     */
    Caller of(HttpRequest<?> request, Form form) throws TokenRefused {
        ClientSecret sent = ClientSecret.of(request, form);
        ClientAddress from = ClientAddress.of(request);
        Optional<Credentials.Client> proved =
                credentials.authenticate(sent.clientId(), sent.secret());
        if (proved.isEmpty()) {
            refusals.unproved(sent.clientId(), from);
            throw new TokenRefused(TokenError.INVALID_CLIENT);
        }
        Credentials.Client client = proved.get();
        if (!AddressRange.anyContains(client.networks(), from.address())) {
            refusals.tell(TokenFault.ADDRESS_NOT_ALLOWED, from, client.caller());
            throw new TokenRefused(TokenError.INVALID_CLIENT);
        }
        return client.caller();
    }
}
