package global.pryzma.ledger.program;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Guard;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.postgres.rows.RowCondition;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.words.Label;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code programs.update}: no ledger side; the program's row is changed, and that it was is a row.
 * Currencies are only ever added: that the new list has all of the old one is judged when it is
 * written, so that of two at once neither takes back what the other has added.
 */
@Singleton
final class UpdateProgramMutation implements RowsMutation<UpdateProgramCommand> {
    /** A program without a list may use any currency: every list would take some away. */
    private static final String NOTHING_GOES =
            """
            SELECT coalesce((SELECT p.currencies <@ ?::jsonb FROM program p WHERE p.id = ?), false)\
            """;

    private final RecordedJson json;

    UpdateProgramMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "programs.update";
    }

    @Override
    public Scope scope() {
        return Scope.PROGRAMS_WRITE;
    }

    @Override
    public UpdateProgramCommand decode(int encodingVersion, CommandReader stored) {
        return UpdateProgramCommand.read(stored);
    }

    @Override
    public Optional<Guard> guard(UpdateProgramCommand command, Identity identity) {
        UUID program = command.change().programId();
        List<String> currencies = command.change().currencies();
        return command.isMade() || currencies.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Guard(
                                new RowCondition.Truth(
                                        "currencies of program " + program,
                                        NOTHING_GOES,
                                        List.of(
                                                Objects.requireNonNull(
                                                        JsonColumns.ofTexts(currencies)),
                                                program)),
                                Problem.of(
                                        ProblemCode.CONFLICT,
                                        "another request has added to the program's currencies")));
    }

    @Override
    public Conclusion conclude(UpdateProgramCommand command, Identity identity) {
        return new Conclusion(
                json.ok(command.answer(identity.organisation())),
                command.isMade() ? List.of() : rows(command, identity));
    }

    /** Only what was asked for: another change may be under way. */
    private static List<RowWrite> rows(UpdateProgramCommand command, Identity identity) {
        ProgramChange change = command.change();
        UUID program = change.programId();
        Label after = change.label().appliedTo(command.label());
        List<RowWrite> rows = new ArrayList<>();
        rows.add(ProgramRows.CHANGE.row(new ProgramChangeRow(identity.id().toUuid(), program)));
        if (!(change.label().name() instanceof FieldChange.Kept)) {
            rows.add(ProgramRows.NAME.set(program, after.name()));
        }
        if (!(change.label().metadata() instanceof FieldChange.Kept)) {
            rows.add(ProgramRows.METADATA.set(program, after.metadata().column()));
        }
        if (!change.currencies().isEmpty()) {
            rows.add(ProgramRows.CURRENCIES.set(program, JsonColumns.ofTexts(change.currencies())));
        }
        return rows;
    }
}
