package global.pryzma.ledger.audit;

import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Origin;
import global.pryzma.ledger.security.RevocationNotes;

import jakarta.inject.Singleton;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The noting of revoked tokens, which have no idempotency key: each request is an event. */
@Singleton
final class RevokedTokenNotes implements RevocationNotes {
    private final Audit audit;

    RevokedTokenNotes(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void revokes(Caller client, Origin from, UUID token, Caller of) {
        try {
            audit.append(
                    List.of(
                            AuditEvent.of(
                                    AuditAction.TOKEN_REVOKE,
                                    client.organisation(),
                                    from,
                                    token.toString(),
                                    of.organisation())));
        } catch (SQLException e) {
            throw new IllegalStateException("The revocation was not noted", e);
        }
    }
}
