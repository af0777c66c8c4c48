package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A key that was to be cancelled, and what came of it.
 *
 * @param organisation whose key it is
 * @param state definite, and so never another one
 */
record CancelKeyCommand(UUID organisation, IdempotencyKey key, KeyState state) implements Command {
    private static final String EXECUTED = "executed";

    CancelKeyCommand {
        if (state instanceof KeyState.Claimed claimed && claimed.response() == null) {
            throw new IllegalArgumentException("a key is cancelled once it has a response");
        }
    }

    /** The {@link #content()} before anything came of it. */
    static byte[] content(UUID organisation, IdempotencyKey key) {
        return write(organisation, key).end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(organisation, key);
    }

    /** With what came of it, version 1. */
    @Override
    public byte[] encode() {
        CommandWriter writer = write(organisation, key);
        return switch (state) {
            case KeyState.Claimed(var operation, _, var claimedAt, var response) ->
                    response(
                            writer.text("operation", operation)
                                    .number("claimed_at_nanos", WireTime.epochNanos(claimedAt)),
                            Objects.requireNonNull(response));
            case KeyState.Cancelled(RecordedResponse response) -> response(writer, response);
            case KeyState.Executed(KeyState.Made made) ->
                    writer.text("outcome", EXECUTED)
                            .text("made", made == null ? null : made.kind().name())
                            .text("made_id", made == null ? null : made.id().toString())
                            .end();
        };
    }

    private static CommandWriter write(UUID organisation, IdempotencyKey key) {
        return CommandWriter.begin().uuid("organisation_id", organisation).uuid("key", key.value());
    }

    private static byte[] response(CommandWriter writer, RecordedResponse response) {
        return writer.number("status", response.status())
                .text("content_type", response.contentType())
                .text("body", new String(response.body(), StandardCharsets.UTF_8))
                .end();
    }

    static CancelKeyCommand read(CommandReader reader) {
        return new CancelKeyCommand(
                reader.uuid("organisation_id"),
                new IdempotencyKey(reader.uuid("key")),
                state(reader));
    }

    private static KeyState state(CommandReader reader) {
        String outcome = reader.optionalText("outcome");
        if (outcome != null) {
            if (!outcome.equals(EXECUTED)) {
                throw new IllegalArgumentException("unknown outcome " + outcome);
            }
            String kind = reader.optionalText("made");
            return new KeyState.Executed(
                    kind == null
                            ? null
                            : new KeyState.Made(
                                    KeyState.Kind.valueOf(kind), reader.uuid("made_id")));
        }
        String operation = reader.optionalText("operation");
        return operation == null
                ? new KeyState.Cancelled(response(reader))
                : new KeyState.Claimed(
                        operation,
                        KeyState.Status.RECORDED,
                        Instant.EPOCH.plusNanos(reader.number("claimed_at_nanos")),
                        response(reader));
    }

    private static RecordedResponse response(CommandReader reader) {
        return new RecordedResponse(
                reader.integer("status"),
                reader.text("content_type"),
                reader.text("body").getBytes(StandardCharsets.UTF_8));
    }
}
