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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code organisations.update}: no ledger side; the change is a row, and the latest one counts. */
@Singleton
final class UpdateOrganisationMutation implements RowsMutation<UpdateOrganisationCommand> {
    private final RecordedJson json;
    private final LastOperator lastOperator;

    UpdateOrganisationMutation(RecordedJson json, LastOperator lastOperator) {
        this.json = json;
        this.lastOperator = lastOperator;
    }

    @Override
    public String operation() {
        return "organisations.update";
    }

    @Override
    public Scope scope() {
        return Scope.ORGANISATIONS_WRITE;
    }

    @Override
    public UpdateOrganisationCommand decode(int encodingVersion, CommandReader stored) {
        return UpdateOrganisationCommand.read(stored);
    }

    @Override
    public Optional<Guard> guard(UpdateOrganisationCommand command, Identity identity) {
        return command.status() == OrganisationStatus.SUSPENDED
                ? Optional.of(lastOperator.staysWithout(command.organisation()))
                : Optional.empty();
    }

    @Override
    public List<RowWrite> notes(UpdateOrganisationCommand command, Occasion occasion) {
        return AuditEvent.noted(
                switch (command.status()) {
                    case SUSPENDED -> AuditAction.ORGANISATION_SUSPEND;
                    case ACTIVE -> AuditAction.ORGANISATION_ACTIVATE;
                    case null -> AuditAction.ORGANISATION_UPDATE;
                },
                occasion,
                command.organisation().toString(),
                command.organisation());
    }

    @Override
    public Conclusion conclude(UpdateOrganisationCommand command, Identity identity) {
        UUID id = identity.id().toUuid();
        List<RowWrite> rows = new ArrayList<>(command.limits().rows(id, command.organisation()));
        rows.add(
                OrganisationRows.CHANGE.row(
                        new OrganisationChangeRow(
                                id,
                                command.organisation(),
                                command.name(),
                                command.status() == null ? null : command.status().text())));
        return new Conclusion(json.ok(OrganisationResponse.of(command.after())), rows);
    }
}
