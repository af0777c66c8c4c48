package global.pryzma.ledger.organisation;

import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.util.UUID;

/** The end of a credential, and of the tokens that it got. */
@Singleton
final class RevokeCredential {
    private final IdempotencyEngine engine;
    private final RevokeCredentialMutation mutation;
    private final ReadCredentials credentials;
    private final Clock clock;

    RevokeCredential(
            IdempotencyEngine engine,
            RevokeCredentialMutation mutation,
            ReadCredentials credentials,
            Clock clock) {
        this.engine = engine;
        this.mutation = mutation;
        this.credentials = credentials;
        this.clock = clock;
    }

    Answer of(UUID organisation, String clientId, MutationRequest request) {
        return engine.execute(
                mutation,
                RevokeCredentialCommand.content(organisation, clientId),
                () ->
                        Prepared.of(
                                credentials
                                        .find(organisation, clientId)
                                        .map(row ->
                                                RevokeCredentialCommand.of(row, clock.instant())),
                                ReadCredentials.NOT_FOUND),
                request);
    }
}
