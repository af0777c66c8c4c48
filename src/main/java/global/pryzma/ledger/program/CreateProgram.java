package global.pryzma.ledger.program;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.words.Label;
import global.pryzma.ledger.words.Metadata;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/** The creation of a program. */
@Singleton
final class CreateProgram {
    private final IdempotencyEngine engine;
    private final CreateProgramMutation mutation;
    private final ProgramRows rows;
    private final ProgramCurrencies currencies;
    private final Clock clock;

    CreateProgram(
            IdempotencyEngine engine,
            CreateProgramMutation mutation,
            ProgramRows rows,
            ProgramCurrencies currencies,
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
        List<String> codes = ProgramCurrencies.of(json);
        Metadata metadata = Metadata.of(json);
        json.optionalOwnOrganisation(request.organisation());
        json.done();

        return engine.execute(
                mutation,
                CreateProgramCommand.content(name, codes, metadata),
                () -> prepared(name, codes, metadata, request, this::now),
                () -> prepared(name, codes, metadata, request, () -> createdAt(request)),
                request);
    }

    private Prepared<CreateProgramCommand> prepared(
            String name,
            List<String> codes,
            Metadata metadata,
            MutationRequest request,
            LongSupplier createdAt) {
        return currencies
                .unknown(request.organisation(), codes)
                .<Prepared<CreateProgramCommand>>map(Prepared.Refused::new)
                .orElseGet(() ->
                        new Prepared.Ready<>(
                                new CreateProgramCommand(
                                        name, codes, metadata, createdAt.getAsLong())));
    }

    private long now() {
        return WireTime.epochNanos(clock.instant());
    }

    /** A repetition after its record is gone is answered with the same time. */
    private long createdAt(MutationRequest request) {
        return rows.find(request.firstId().toUuid())
                .map(ProgramRow::createdAtNanos)
                .orElseGet(this::now);
    }
}
