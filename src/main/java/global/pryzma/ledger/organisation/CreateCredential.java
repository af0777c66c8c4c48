package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.Keys;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.idempotency.SealedResponses;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/** The making of a credential. */
@Singleton
final class CreateCredential {
    private static final int CLIENT_MAX = 200;

    private final IdempotencyEngine engine;
    private final CreateCredentialMutation mutation;
    private final OrganisationRows organisations;
    private final CredentialRows rows;
    private final SealedResponses sealing;
    private final Clock clock;

    CreateCredential(
            IdempotencyEngine engine,
            CreateCredentialMutation mutation,
            OrganisationRows organisations,
            CredentialRows rows,
            SealedResponses sealing,
            Clock clock) {
        this.engine = engine;
        this.mutation = mutation;
        this.organisations = organisations;
        this.rows = rows;
        this.sealing = sealing;
        this.clock = clock;
    }

    Answer from(UUID organisation, byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        String externalClient = json.optionalText("client_id", CLIENT_MAX).orElse(null);
        json.check(
                externalClient == null || ClientIds.isOne(externalClient),
                "client_id",
                "must be printable ASCII without spaces");
        CredentialTerms terms = CredentialTerms.of(json, externalClient != null);
        json.done();
        requireThatTheyAreOnesOwn(terms.scopes(), request);
        return engine.execute(
                mutation,
                CreateCredentialCommand.content(organisation, terms, externalClient),
                () ->
                        Prepared.of(
                                organisations
                                        .find(organisation)
                                        .map(it ->
                                                externalClient == null
                                                        ? command(it.id(), terms, request)
                                                        : external(
                                                                it.id(),
                                                                terms,
                                                                externalClient,
                                                                request)),
                                ReadOrganisations.NOT_FOUND),
                request);
    }

    /** Whether the id is free is for the guard to say. */
    private CreateCredentialCommand external(
            UUID organisation, CredentialTerms terms, String clientId, MutationRequest request) {
        UUID id = request.firstId().toUuid();
        Instant createdAt =
                rows.find(clientId)
                        .filter(made -> made.id().equals(id))
                        .map(CredentialRow::createdAt)
                        .orElseGet(clock::instant);
        return new CreateCredentialCommand(
                organisation, terms, clientId, null, null, Micros.of(createdAt));
    }

    /** Nobody makes an operator of somebody who may do more than he himself. */
    private static void requireThatTheyAreOnesOwn(Set<Scope> scopes, MutationRequest request) {
        Set<Scope> needed = EnumSet.copyOf(scopes);
        needed.removeIf(scope -> !scope.isForOperators());
        if (!request.scopes().containsAll(needed)) {
            throw new ProblemException(Keys.insufficientScope(needed));
        }
    }

    /** A repetition after its record is gone finds the credential, and nobody has its secret. */
    private CreateCredentialCommand command(
            UUID organisation, CredentialTerms terms, MutationRequest request) {
        String clientId = request.firstId().toUuid().toString();
        return rows.find(clientId)
                .map(made ->
                        new CreateCredentialCommand(
                                organisation,
                                terms,
                                null,
                                HexFormat.of().formatHex(made.secretHash()),
                                null,
                                Micros.of(made.createdAt())))
                .orElseGet(() -> {
                    String secret = Secret.random();
                    return new CreateCredentialCommand(
                            organisation,
                            terms,
                            null,
                            HexFormat.of().formatHex(Secret.hash(secret)),
                            sealing.seal(request, secret),
                            Micros.of(clock.instant()));
                });
    }
}
