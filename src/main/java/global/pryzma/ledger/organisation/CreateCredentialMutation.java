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

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** {@code credentials.create}: no ledger side, one row, and a secret that only the answer has. */
@Singleton
final class CreateCredentialMutation implements RowsMutation<CreateCredentialCommand> {
    private final RecordedJson json;

    CreateCredentialMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "credentials.create";
    }

    @Override
    public Scope scope() {
        return Scope.ORGANISATIONS_WRITE;
    }

    @Override
    public CreateCredentialCommand decode(int encodingVersion, CommandReader stored) {
        return CreateCredentialCommand.read(stored);
    }

    @Override
    public List<RowWrite> notes(CreateCredentialCommand command, Occasion occasion) {
        return AuditEvent.noted(
                AuditAction.CREDENTIAL_CREATE,
                occasion,
                occasion.id().toString(),
                command.organisation());
    }

    @Override
    public Conclusion conclude(CreateCredentialCommand command, Identity identity) {
        UUID id = identity.id().toUuid();
        CredentialRow row =
                command.terms()
                        .row(
                                id,
                                id.toString(),
                                command.organisation(),
                                HexFormat.of().parseHex(command.secretHash()),
                                Micros.instant(command.createdAtMicros()),
                                null);
        return new Conclusion(
                SealedResponses.sealed(
                        json.created(CredentialResponse.of(row, command.sealedSecret()))),
                List.of(CredentialRows.INSERT.row(row)));
    }
}
