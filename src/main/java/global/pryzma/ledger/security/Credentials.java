package global.pryzma.ledger.security;

import java.util.Optional;

/** The clients that the token endpoint knows. */
public interface Credentials {
    /**
     * The client whose secret this is, with all that it may ever be allowed; empty when there is no
     * such client, its secret is another, or it was revoked, and nothing tells which.
     */
    Optional<Caller> authenticate(String clientId, String secret);
}
