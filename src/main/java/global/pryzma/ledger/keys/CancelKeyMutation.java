package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.idempotency.OperationResponses;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.security.OperationScopes;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * {@code idempotency_keys.cancel}: the other key has been settled for good when this one is
 * claimed; what is left is to say so.
 */
@Singleton
final class CancelKeyMutation implements RowsMutation<CancelKeyCommand> {
    /** What is recorded where the command has all of the answer, in a shorter form. Permanent. */
    private static final RecordedResponse TOLD_BY_COMMAND =
            new RecordedResponse(200, "application/vnd.pryzma.key", new byte[] {1});

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

    /** Those of what was cancelled: the answer shows what came of it. */
    @Override
    public Set<Scope> scopes(
            Supplier<CancelKeyCommand> stored, UUID organisation, OperationScopes operations) {
        CancelKeyCommand command = stored.get();
        if (!command.organisation().equals(organisation)) {
            return Set.of(Scope.LEDGER_OPERATE); // an operator's, of another organisation's key
        }
        return switch (command.state()) {
            case KeyState.Claimed(String operation, _, _, _, _) ->
                    // The cancel of a cancel tells of whatever that was for.
                    operation.equals(operation()) ? operations.ofBooks() : operations.of(operation);
            case KeyState.Executed(KeyState.Made made) ->
                    made == null ? operations.ofBooks() : Set.of(made.kind().scope());
            case KeyState.Cancelled _ -> Set.of();
        };
    }

    @Override
    public boolean isToldByCommand() {
        return true;
    }

    @Override
    public CancelKeyCommand decode(int encodingVersion, CommandReader stored) {
        return CancelKeyCommand.read(stored);
    }

    /** What was cancelled may have noted it already, in the transaction that made it so. */
    @Override
    public List<RowWrite> notes(CancelKeyCommand command, Occasion occasion) {
        return CancelKey.notes(command.organisation(), command.key(), occasion);
    }

    @Override
    public Conclusion conclude(CancelKeyCommand command, Identity identity) {
        return new Conclusion(
                command.shortForm() == null
                        ? json.ok(keyJson.response(command.key(), command.state()))
                        : TOLD_BY_COMMAND,
                List.of());
    }

    @Override
    public RecordedResponse told(
            Supplier<CancelKeyCommand> stored,
            Identity identity,
            RecordedResponse recorded,
            OperationResponses others) {
        if (!recorded.contentType().equals(TOLD_BY_COMMAND.contentType())) {
            return recorded;
        }
        CancelKeyCommand command = stored.get();
        return json.ok(keyJson.response(command.key(), command.told(others)));
    }
}
