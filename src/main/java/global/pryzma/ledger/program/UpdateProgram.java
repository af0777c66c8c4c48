package global.pryzma.ledger.program;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.words.Label;
import global.pryzma.ledger.words.LabelChange;
import global.pryzma.ledger.words.Metadata;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The change of a program: another name, other metadata, more currencies. */
@Singleton
final class UpdateProgram {
    private static final Problem NOT_FOUND =
            Problem.of(ProblemCode.NOT_FOUND, "there is no such program");

    private final IdempotencyEngine engine;
    private final UpdateProgramMutation mutation;
    private final ProgramRows rows;
    private final ProgramCurrencies currencies;

    UpdateProgram(
            IdempotencyEngine engine,
            UpdateProgramMutation mutation,
            ProgramRows rows,
            ProgramCurrencies currencies) {
        this.engine = engine;
        this.mutation = mutation;
        this.rows = rows;
        this.currencies = currencies;
    }

    Answer from(UUID programId, byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        LabelChange label = LabelChange.of(json);
        json.check(
                !(label.name() instanceof FieldChange.Removed),
                "name",
                "can't be removed: every program has one");
        ProgramChange change = new ProgramChange(programId, label, ProgramCurrencies.of(json));
        json.check(!change.isEmpty(), "must have at least one of name, metadata, currencies");
        json.done();
        return engine.execute(
                mutation,
                change.write().end(),
                () -> prepared(change, request, false),
                () -> prepared(change, request, rows.isChangeMade(request.firstId().toUuid())),
                request);
    }

    /**
     * What there is to be done.
     *
     * @param isMade whether an earlier request with the key has made the change
     */
    private Prepared<UpdateProgramCommand> prepared(
            ProgramChange change, MutationRequest request, boolean isMade) {
        Optional<ProgramRow> found =
                rows.find(change.programId())
                        .filter(row -> row.organisationId().equals(request.organisation()));
        if (found.isEmpty()) {
            return new Prepared.Refused<>(NOT_FOUND);
        }
        UpdateProgramCommand command = command(change, found.get(), isMade);
        return (command.isMade()
                        ? Optional.<Problem>empty()
                        : currencies
                                .unknown(request.organisation(), change.currencies())
                                .or(() -> taken(command)))
                .<Prepared<UpdateProgramCommand>>map(Prepared.Refused::new)
                .orElseGet(() -> new Prepared.Ready<>(command));
    }

    private static UpdateProgramCommand command(
            ProgramChange change, ProgramRow before, boolean isMade) {
        return new UpdateProgramCommand(
                change,
                new Label(before.name(), Metadata.ofColumn(before.metadata())),
                JsonColumns.texts(before.currencies()),
                before.createdAtNanos(),
                isMade);
    }

    /** Currencies that the program would lose. */
    private static Optional<Problem> taken(UpdateProgramCommand command) {
        List<String> asked = command.change().currencies();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        List<String> lost = new ArrayList<>(command.currencies());
        lost.removeAll(asked);
        if (command.currencies().isEmpty()) {
            return conflict("the program may use any currency, and a list would take some away");
        }
        return lost.isEmpty()
                ? Optional.empty()
                : conflict(
                        "currencies are only added to, and the list lacks "
                                + String.join(", ", lost));
    }

    private static Optional<Problem> conflict(String detail) {
        return Optional.of(Problem.of(ProblemCode.CONFLICT, detail));
    }
}
