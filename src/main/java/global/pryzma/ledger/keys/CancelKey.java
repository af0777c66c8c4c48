package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.Keys;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.security.Caller;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The cancelling of what a key was claimed for, or the news that it was executed. The answer is the
 * key's definite response in either case, so that there is nothing to be undone when the cancel
 * itself is repeated.
 */
@Singleton
final class CancelKey {
    private static final Logger LOG = LoggerFactory.getLogger(CancelKey.class);

    private final IdempotencyEngine engine;
    private final CancelKeyMutation mutation;
    private final Keys keys;

    CancelKey(IdempotencyEngine engine, CancelKeyMutation mutation, Keys keys) {
        this.engine = engine;
        this.mutation = mutation;
        this.keys = keys;
    }

    /**
     * Cancels a key of the caller's organisation; the caller needs the scope of the key's
     * operation.
     */
    Answer own(IdempotencyKey key, Caller caller, MutationRequest request) {
        return cancel(
                caller.organisation(), key, request, state -> ReadKeys.checkScope(state, caller));
    }

    /** Cancels a key of any organisation, for an operator. */
    Answer of(UUID organisation, IdempotencyKey key, MutationRequest request) {
        return cancel(
                organisation,
                key,
                request,
                state ->
                        LOG.info(
                                "an operator cancels key {} of organisation {}",
                                key,
                                organisation));
    }

    private Answer cancel(
            UUID organisation,
            IdempotencyKey key,
            MutationRequest request,
            Consumer<KeyState> beforehand) {
        return engine.execute(
                mutation,
                CancelKeyCommand.content(organisation, key),
                () -> {
                    beforehand.accept(
                            keys.find(organisation, key, request.deadline())
                                    .orElseThrow(ReadKeys::unknown));
                    return new Prepared.Ready<>(
                            command(
                                    organisation,
                                    keys.cancel(organisation, key, request.deadline())
                                            .orElseThrow(ReadKeys::unknown)));
                },
                request);
    }

    private static CancelKeyCommand command(UUID organisation, KeyState state) {
        RecordedResponse response = Objects.requireNonNull(state.response(), "it is recorded");
        return new CancelKeyCommand(
                organisation,
                state.key(),
                state.operation(),
                WireTime.epochNanos(state.claimedAt()),
                response);
    }
}
