package global.pryzma.ledger.organisation;

import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Credentials;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.security.MessageDigest;
import java.util.Optional;

/** The credentials of the table, against which a client's secret is checked. */
@Singleton
final class StoredCredentials implements Credentials {
    /** The hash to compare with when there is no such client; no secret has it. */
    private static final byte[] NOBODY = new byte[32];

    private final CredentialRows rows;

    StoredCredentials(CredentialRows rows) {
        this.rows = rows;
    }

    // The same work whether the client is unknown, revoked or has another secret: how long it takes
    // must not tell which.
    @Override
    public Optional<Caller> authenticate(String clientId, String secret) {
        // Postgres can't even be asked about U+0000.
        Optional<CredentialRow> row =
                clientId.indexOf(0) >= 0 ? Optional.empty() : rows.find(clientId);
        byte[] expected = row.map(CredentialRow::secretHash).orElse(NOBODY);
        boolean equal = MessageDigest.isEqual(expected, Secret.hash(secret));
        return row.filter(found -> equal && found.revokedAt() == null)
                .map(found ->
                        new Caller(
                                found.organisationId(),
                                found.clientId(),
                                Scope.parseAll(found.scopes())));
    }
}
