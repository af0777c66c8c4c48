package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.SealedResponses;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** {@code credentials.rotate}: a further secret, whose row ends those before it after a grace. */
@Singleton
final class RotateCredentialMutation implements RowsMutation<RotateCredentialCommand> {
    private final RecordedJson json;

    RotateCredentialMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "credentials.rotate";
    }

    @Override
    public Scope scope() {
        return Scope.ORGANISATIONS_WRITE;
    }

    @Override
    public RotateCredentialCommand decode(int encodingVersion, CommandReader stored) {
        return RotateCredentialCommand.read(stored);
    }

    @Override
    public List<RowWrite> notes(RotateCredentialCommand command, Occasion occasion) {
        return AuditEvent.noted(
                AuditAction.CREDENTIAL_ROTATE,
                occasion,
                command.clientId(),
                command.organisation());
    }

    @Override
    public Conclusion conclude(RotateCredentialCommand command, Identity identity) {
        return new Conclusion(
                SealedResponses.sealed(
                        json.created(
                                new RotatedResponse(
                                        command.clientId(),
                                        command.sealedSecret(),
                                        command.organisation(),
                                        command.graceSeconds()))),
                List.of(
                        SecretRows.INSERT.row(
                                new SecretRow(
                                        identity.id().toUuid(),
                                        command.clientId(),
                                        HexFormat.of().parseHex(command.secretHash()),
                                        command.graceSeconds(),
                                        Instant.EPOCH,
                                        0))));
    }
}
