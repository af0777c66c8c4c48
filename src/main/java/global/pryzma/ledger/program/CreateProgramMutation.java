package global.pryzma.ledger.program;

import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Guard;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.organisation.OrganisationLimits;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code programs.create}: no ledger side, one row. */
@Singleton
final class CreateProgramMutation implements RowsMutation<CreateProgramCommand> {
    private final RecordedJson json;
    private final OrganisationLimits limits;

    CreateProgramMutation(RecordedJson json, OrganisationLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public String operation() {
        return "programs.create";
    }

    @Override
    public Scope scope() {
        return Scope.PROGRAMS_WRITE;
    }

    @Override
    public CreateProgramCommand decode(int encodingVersion, CommandReader stored) {
        return CreateProgramCommand.read(stored);
    }

    @Override
    public Optional<Guard> guard(CreateProgramCommand command, Identity identity) {
        return Optional.of(limits.program(identity.organisation(), identity.id().toUuid()));
    }

    @Override
    public Conclusion conclude(CreateProgramCommand command, Identity identity) {
        ProgramRow row =
                new ProgramRow(
                        identity.id().toUuid(),
                        identity.organisation(),
                        command.name(),
                        JsonColumns.ofTexts(command.currencies()),
                        command.metadata().column(),
                        new String(command.content(), StandardCharsets.UTF_8),
                        command.createdAtNanos(),
                        0);
        return new Conclusion(
                json.created(ProgramResponse.of(row)), List.of(ProgramRows.INSERT.row(row)));
    }
}
