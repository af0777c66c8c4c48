package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code organisations.create}: no ledger side; a row, and one for each limit. The key is the
 * operator's.
 */
@Singleton
final class CreateOrganisationMutation implements RowsMutation<CreateOrganisationCommand> {
    private final RecordedJson json;

    CreateOrganisationMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "organisations.create";
    }

    @Override
    public Scope scope() {
        return Scope.ORGANISATIONS_WRITE;
    }

    @Override
    public CreateOrganisationCommand decode(int encodingVersion, CommandReader stored) {
        return CreateOrganisationCommand.read(stored);
    }

    @Override
    public List<RowWrite> notes(CreateOrganisationCommand command, Occasion occasion) {
        return AuditEvent.noted(
                AuditAction.ORGANISATION_CREATE, occasion, occasion.id().toString(), occasion.id());
    }

    @Override
    public Conclusion conclude(CreateOrganisationCommand command, Identity identity) {
        Limits limits = command.limits().appliedTo(Limits.DEFAULT);
        OrganisationRow row =
                new OrganisationRow(
                        identity.id().toUuid(),
                        command.name(),
                        OrganisationStatus.ACTIVE.text(),
                        Micros.instant(command.createdAtMicros()),
                        0,
                        limits.accounts(),
                        limits.programs(),
                        limits.requestsInFlight());
        List<RowWrite> rows = new ArrayList<>(command.limits().rows(row.id(), row.id()));
        rows.add(OrganisationRows.INSERT.row(row));
        return new Conclusion(json.created(OrganisationResponse.of(row)), rows);
    }
}
