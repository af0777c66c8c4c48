package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.words.Label;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Clock;

/** The making of an organisation. */
@Singleton
final class CreateOrganisation {
    private final IdempotencyEngine engine;
    private final CreateOrganisationMutation mutation;
    private final OrganisationRows rows;
    private final Clock clock;

    CreateOrganisation(
            IdempotencyEngine engine,
            CreateOrganisationMutation mutation,
            OrganisationRows rows,
            Clock clock) {
        this.engine = engine;
        this.mutation = mutation;
        this.rows = rows;
        this.clock = clock;
    }

    Answer from(byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        String name = Label.requiredName(json);
        LimitChanges limits = LimitChanges.of(json);
        json.done();
        return engine.execute(
                mutation,
                CreateOrganisationCommand.content(name, limits),
                () ->
                        new Prepared.Ready<>(
                                new CreateOrganisationCommand(
                                        name, limits, createdAtMicros(request))),
                request);
    }

    /** A repetition after its record is gone is answered with the same time. */
    private long createdAtMicros(MutationRequest request) {
        return Micros.of(
                rows.find(request.firstId().toUuid())
                        .map(OrganisationRow::createdAt)
                        .orElseGet(clock::instant));
    }
}
