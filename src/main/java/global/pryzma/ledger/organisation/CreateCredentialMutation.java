package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Guard;
import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.SealedResponses;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.postgres.rows.RowCondition;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code credentials.create}: no ledger side, one row, and a secret that only the answer has; none
 * for a client of the external issuer, whose id may be taken.
 */
@Singleton
final class CreateCredentialMutation implements RowsMutation<CreateCredentialCommand> {
    static final Problem TAKEN =
            Problem.of(ProblemCode.CONFLICT, "the client id belongs to another credential");

    /** Of another one than this request's. */
    private static final String IS_FREE =
            "SELECT NOT EXISTS (SELECT FROM credential WHERE client_id = ? AND id <> ?)";

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
    public Optional<Guard> guard(CreateCredentialCommand command, Identity identity) {
        String client = command.externalClient();
        return client == null
                ? Optional.empty()
                : Optional.of(
                        new Guard(
                                new RowCondition.Truth(
                                        "external clients",
                                        IS_FREE,
                                        List.of(client, identity.id().toUuid())),
                                TAKEN));
    }

    @Override
    public Conclusion conclude(CreateCredentialCommand command, Identity identity) {
        UUID id = identity.id().toUuid();
        String client = command.externalClient();
        String hash = command.secretHash();
        CredentialRow row =
                command.terms()
                        .row(
                                id,
                                client == null ? id.toString() : client,
                                command.organisation(),
                                hash == null ? Secret.none() : HexFormat.of().parseHex(hash),
                                Micros.instant(command.createdAtMicros()),
                                null);
        RecordedResponse response =
                json.created(CredentialResponse.of(row, command.sealedSecret()));
        return new Conclusion(
                hash == null ? response : SealedResponses.sealed(response),
                List.of(CredentialRows.INSERT.row(row)));
    }
}
