package global.pryzma.ledger.program;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.books.Currencies;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.KeyTraces;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The creation of a program. */
@Singleton
final class CreateProgram {
    private static final int NAME_MAX = 200;
    private static final int CURRENCY_MAX = 16;

    private final IdempotencyEngine engine;
    private final CreateProgramMutation mutation;
    private final ProgramRows rows;
    private final Currencies currencies;
    private final KeyTraces keyTraces;

    CreateProgram(
            IdempotencyEngine engine,
            CreateProgramMutation mutation,
            ProgramRows rows,
            Currencies currencies,
            KeyTraces keyTraces) {
        this.engine = engine;
        this.mutation = mutation;
        this.rows = rows;
        this.currencies = currencies;
        this.keyTraces = keyTraces;
    }

    Answer from(byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        String name = json.requiredText("name", NAME_MAX);
        List<String> codes = json.optionalTextList("currencies", CURRENCY_MAX);
        Map<String, String> metadata = json.optionalTextMap("metadata");
        json.optionalOwnOrganisation(request.organisation());
        json.done();
        checkCurrencies(codes);

        // The ledger refuses the late reuse of a key whose record has been purged; for a program,
        // which it does not know, its row does.
        Optional<ProgramRow> existing = rows.find(request.firstId().toUuid());
        long createdAt =
                existing.map(ProgramRow::createdAtNanos)
                        .orElseGet(() -> WireTime.epochNanos(Clock.systemUTC().instant()));
        CreateProgramCommand command = new CreateProgramCommand(name, codes, metadata, createdAt);
        String content = new String(command.content(), StandardCharsets.UTF_8);
        if (existing.isPresent() && !existing.get().content().equals(content)) {
            throw ProblemException.of(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED, "the key has created another program");
        }
        if (existing.isEmpty() && keyTraces.isInLedger(request)) {
            throw ProblemException.of(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "the key has moved money or opened an account");
        }
        return engine.execute(mutation, command, request);
    }

    private void checkCurrencies(List<String> codes) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            if (currencies.find(codes.get(i)).isEmpty()) {
                errors.add(new FieldError("is not a known currency", "/currencies/" + i));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(
                    new Problem(ProblemCode.INVALID_BODY, "a currency is not known", errors));
        }
    }
}
