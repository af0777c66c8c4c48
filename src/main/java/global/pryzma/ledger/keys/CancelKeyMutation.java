package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.List;

/**
 * {@code idempotency_keys.cancel}: the other key has been settled for good when this one is
 * claimed; what is left is to say so.
 */
@Singleton
final class CancelKeyMutation implements RowsMutation<CancelKeyCommand> {
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
    public CancelKeyCommand decode(int encodingVersion, CommandReader stored) {
        return CancelKeyCommand.read(stored);
    }

    @Override
    public Conclusion conclude(CancelKeyCommand command, Identity identity) {
        return new Conclusion(json.ok(keyJson.response(command.key(), command.state())), List.of());
    }
}
