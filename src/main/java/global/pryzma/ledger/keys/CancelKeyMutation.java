package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.List;

/**
 * {@code idempotency_keys.cancel}: the other key has been settled for good when this one is
 * claimed; what is left is to say so.
 */
@Singleton
final class CancelKeyMutation implements Mutation<CancelKeyCommand> {
    private final RecordedJson json;
    private final KeyJson keyJson;

    CancelKeyMutation(RecordedJson json, KeyJson keyJson) {
        this.json = json;
        this.keyJson = keyJson;
    }

    @Override
    public String operation() {
        return "idempotency_keys.cancel";
    }

    @Override
    public Scope scope() {
        return Scope.TRANSFERS_WRITE;
    }

    @Override
    public byte[] content(CancelKeyCommand command) {
        return CancelKeyCommand.content(command.organisation(), command.key());
    }

    @Override
    public byte[] encode(CancelKeyCommand command) {
        return command.encode();
    }

    @Override
    public CancelKeyCommand decode(int encodingVersion, byte[] encoded) {
        if (encodingVersion != 1) {
            throw new IllegalArgumentException("unknown encoding version " + encodingVersion);
        }
        return CancelKeyCommand.decode(encoded);
    }

    @Override
    public Plan plan(CancelKeyCommand command, Identity identity) {
        return new Plan.Nothing();
    }

    @Override
    public Conclusion conclude(CancelKeyCommand command, Identity identity, Applied applied) {
        return new Conclusion(
                json.ok(
                        keyJson.response(
                                command.key().value(),
                                command.operation(),
                                KeyState.Status.RECORDED,
                                Instant.EPOCH.plusNanos(command.claimedAtNanos()),
                                command.response())),
                List.of());
    }
}
