package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.words.Label;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** The change of an organisation: another name, its suspension and the end of that, its limits. */
@Singleton
final class UpdateOrganisation {
    private final IdempotencyEngine engine;
    private final UpdateOrganisationMutation mutation;
    private final OrganisationRows rows;

    UpdateOrganisation(
            IdempotencyEngine engine, UpdateOrganisationMutation mutation, OrganisationRows rows) {
        this.engine = engine;
        this.mutation = mutation;
        this.rows = rows;
    }

    Answer from(UUID organisation, byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        String name = Label.optionalName(json).orElse(null);
        OrganisationStatus status =
                json.optionalEnum("status", OrganisationStatus.class).orElse(null);
        LimitChanges limits = LimitChanges.of(json);
        json.check(
                name != null || status != null || !limits.isEmpty(),
                "must have at least one of name, status, and a limit in limits");
        json.done();
        return engine.execute(
                mutation,
                UpdateOrganisationCommand.content(organisation, name, status, limits),
                () ->
                        Prepared.of(
                                rows.find(organisation)
                                        .map(it ->
                                                UpdateOrganisationCommand.of(
                                                        it, name, status, limits)),
                                ReadOrganisations.NOT_FOUND),
                request);
    }
}
