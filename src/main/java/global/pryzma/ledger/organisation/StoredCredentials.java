package global.pryzma.ledger.organisation;

import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Credentials;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The credentials of the table, against which a client's secret is checked. */
@Singleton
final class StoredCredentials implements Credentials {
    /** The hash to compare with when there is no such client. */
    private static final byte[] NOBODY = Secret.none();

    private final CredentialRows rows;
    private final SecretRows secrets;
    private final Clock clock;

    StoredCredentials(CredentialRows rows, SecretRows secrets, Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.clock = clock;
    }

    // The same work whether the client is unknown, revoked or has another secret: how long it takes
    // must not tell which.
    @Override
    public Optional<Client> authenticate(String clientId, String secret) {
        // Postgres can't even be asked about U+0000.
        String asked = clientId.indexOf(0) >= 0 ? "" : clientId;
        Optional<CredentialRow> row = rows.find(asked);
        Instant now = clock.instant();
        byte[] sent = Secret.hash(secret);
        boolean equal = false;
        for (byte[] hash :
                live(
                        row.map(CredentialRow::secretHash).orElse(NOBODY),
                        secrets.ofClient(asked),
                        now)) {
            equal |= MessageDigest.isEqual(hash, sent);
        }
        boolean known = equal;
        return row.filter(found -> known && !found.external() && found.revokedAt() == null)
                .filter(found -> found.expiresAt() == null || now.isBefore(found.expiresAt()))
                .map(found ->
                        new Client(
                                new Caller(
                                        found.organisationId(),
                                        found.clientId(),
                                        Scope.parseAll(found.scopes())),
                                found.networks() == null
                                        ? null
                                        : Networks.ofColumn(found.networks())));
    }

    /**
     * The hashes of the secrets that hold: the latest, and those before it of which no later one's
     * grace is over.
     */
    private static List<byte[]> live(byte[] first, List<SecretRow> later, Instant now) {
        List<byte[]> live = new ArrayList<>();
        for (int i = later.size() - 1; i >= 0; i--) {
            SecretRow secret = later.get(i);
            live.add(secret.secretHash());
            if (!now.isBefore(secret.createdAt().plusSeconds(secret.graceSeconds()))) {
                return live;
            }
        }
        live.add(first);
        return live;
    }
}
