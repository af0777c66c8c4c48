package global.pryzma.ledger.program;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.books.Currencies;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.words.Label;
import global.pryzma.ledger.words.Metadata;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The creation of a program. */
@Singleton
final class CreateProgram {
    private static final int CURRENCY_MAX = 16;

    private final IdempotencyEngine engine;
    private final CreateProgramMutation mutation;
    private final ProgramRows rows;
    private final Currencies currencies;
    private final Clock clock;

    CreateProgram(
            IdempotencyEngine engine,
            CreateProgramMutation mutation,
            ProgramRows rows,
            Currencies currencies,
            Clock clock) {
        this.engine = engine;
        this.mutation = mutation;
        this.rows = rows;
        this.currencies = currencies;
        this.clock = clock;
    }

    Answer from(byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        String name = Label.requiredName(json);
        List<String> codes = json.optionalTextList("currencies", CURRENCY_MAX);
        Metadata metadata = Metadata.of(json);
        json.optionalOwnOrganisation(request.organisation());
        json.done();

        return engine.execute(
                mutation,
                CreateProgramCommand.content(name, codes, metadata),
                () -> prepared(name, codes, metadata, request),
                request);
    }

    private Prepared<CreateProgramCommand> prepared(
            String name, List<String> codes, Metadata metadata, MutationRequest request) {
        List<FieldError> unknown = unknownCurrencies(codes);
        if (!unknown.isEmpty()) {
            return new Prepared.Refused<>(
                    new Problem(ProblemCode.INVALID_BODY, "a currency is not known", unknown));
        }
        // A repetition after its record is gone is answered with the same time.
        long createdAt =
                rows.find(request.firstId().toUuid())
                        .map(ProgramRow::createdAtNanos)
                        .orElseGet(() -> WireTime.epochNanos(clock.instant()));
        return new Prepared.Ready<>(new CreateProgramCommand(name, codes, metadata, createdAt));
    }

    private List<FieldError> unknownCurrencies(List<String> codes) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            if (currencies.find(codes.get(i)).isEmpty()) {
                errors.add(new FieldError("is not a known currency", "/currencies/" + i));
            }
        }
        return errors;
    }
}
