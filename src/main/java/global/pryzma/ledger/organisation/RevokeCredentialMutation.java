package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Guard;
import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code credentials.revoke}: no ledger side, one column. */
@Singleton
final class RevokeCredentialMutation implements RowsMutation<RevokeCredentialCommand> {
    private final RecordedJson json;
    private final LastOperator lastOperator;

    RevokeCredentialMutation(RecordedJson json, LastOperator lastOperator) {
        this.json = json;
        this.lastOperator = lastOperator;
    }

    @Override
    public String operation() {
        return "credentials.revoke";
    }

    @Override
    public Scope scope() {
        return Scope.ORGANISATIONS_WRITE;
    }

    @Override
    public RevokeCredentialCommand decode(int encodingVersion, CommandReader stored) {
        return RevokeCredentialCommand.read(stored);
    }

    @Override
    public Optional<Guard> guard(RevokeCredentialCommand command, Identity identity) {
        return command.terms().scopes().contains(Scope.LEDGER_OPERATE)
                ? Optional.of(lastOperator.staysWithout(command.clientId()))
                : Optional.empty();
    }

    @Override
    public List<RowWrite> notes(RevokeCredentialCommand command, Occasion occasion) {
        return AuditEvent.noted(
                AuditAction.CREDENTIAL_REVOKE,
                occasion,
                command.clientId(),
                command.organisation());
    }

    @Override
    public Conclusion conclude(RevokeCredentialCommand command, Identity identity) {
        Instant revokedAt = Micros.instant(command.revokedAtMicros());
        CredentialRow after =
                command.terms()
                        .row(
                                command.rowId(),
                                command.clientId(),
                                command.organisation(),
                                Secret.none(),
                                Micros.instant(command.createdAtMicros()),
                                revokedAt);
        return new Conclusion(
                json.ok(CredentialResponse.of(after, null)),
                List.of(CredentialRows.REVOKED_AT.set(command.rowId(), revokedAt.toString())));
    }
}
