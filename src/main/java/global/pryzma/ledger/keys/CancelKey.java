package global.pryzma.ledger.keys;

import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.Keys;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The cancelling of whatever a key was, or will be, used for, or the news that it was executed. The
 * answer never changes in either case, so that there is nothing to be undone when the cancel itself
 * is repeated.
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
     * Cancels a key of the caller's organisation; the caller needs the scope of the key's operation
     * and, for a key that nobody knows, those of all operations.
     */
    Answer own(IdempotencyKey key, Caller caller, MutationRequest request) {
        return cancel(
                caller.organisation(),
                key,
                needed -> ReadKeys.checkScopes(needed, caller),
                request);
    }

    /** Cancels a key of any organisation, for an operator. */
    Answer of(UUID organisation, IdempotencyKey key, MutationRequest request) {
        return cancel(
                organisation,
                key,
                _ -> LOG.info("an operator cancels key {} of organisation {}", key, organisation),
                request.unrestricted());
    }

    private Answer cancel(
            UUID organisation,
            IdempotencyKey key,
            Consumer<Set<Scope>> permission,
            MutationRequest request) {
        return engine.execute(
                mutation,
                CancelKeyCommand.content(organisation, key),
                () ->
                        new Prepared.Ready<>(
                                new CancelKeyCommand(
                                        organisation,
                                        key,
                                        keys.cancel(
                                                organisation,
                                                key,
                                                permission,
                                                notes(organisation, key, request.occasion(null)),
                                                request.deadline()))),
                request);
    }

    static List<RowWrite> notes(UUID organisation, IdempotencyKey key, Occasion occasion) {
        return AuditEvent.noted(
                organisation.equals(occasion.organisation())
                        ? AuditAction.KEY_CANCEL
                        : AuditAction.IN_DOUBT_CANCEL,
                occasion,
                key.value().toString(),
                organisation);
    }
}
