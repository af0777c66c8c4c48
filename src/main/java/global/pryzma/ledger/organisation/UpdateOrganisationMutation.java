package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Guard;
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

    UpdateOrganisationMutation(RecordedJson json) {
        this.json = json;
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
                ? Optional.of(LastOperator.staysWithout(command.organisation()))
                : Optional.empty();
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
