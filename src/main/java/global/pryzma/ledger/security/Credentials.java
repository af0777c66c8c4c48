package global.pryzma.ledger.security;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** The clients that the token endpoint knows. */
public interface Credentials {
    /**
     * The client whose secret this is; empty when there is no such client, its secret is another,
     * or it was revoked, and nothing tells which.
     */
    Optional<Client> authenticate(String clientId, String secret);

    /**
     * A client that has proved itself.
     *
     * @param caller with all that it may ever be allowed
     * @param networks from which it may come; null for all
     */
    record Client(Caller caller, @Nullable List<AddressRange> networks) {}
}
