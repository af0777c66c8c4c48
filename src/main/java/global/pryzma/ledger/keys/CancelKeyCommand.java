package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.OperationResponses;
import global.pryzma.ledger.idempotency.ShortForm;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
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
        if (state instanceof KeyState.Claimed claimed
                && claimed.response() == null
                && claimed.shortForm() == null) {
            throw new IllegalArgumentException("a key is cancelled once it has a response");
        }
    }

    /** Of the response that it tells of; null if it tells it as it is. */
    @Nullable ShortForm shortForm() {
        return state instanceof KeyState.Claimed claimed ? claimed.shortForm() : null;
    }

    /** What came of it, with the response that it tells of. */
    KeyState told(OperationResponses responses) {
        return state instanceof KeyState.Claimed claimed
                        && claimed.response() == null
                        && claimed.shortForm() != null
                ? claimed.with(
                        responses.told(
                                new ScopedKey(organisation, key.value()),
                                claimed.operation(),
                                claimed.shortForm()))
                : state;
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
            case KeyState.Claimed(var operation, _, var claimedAt, var response, var shortForm) -> {
                writer.text("operation", operation)
                        .number("claimed_at_nanos", WireTime.epochNanos(claimedAt));
                yield shortForm == null
                        ? response(writer, Objects.requireNonNull(response))
                        : shortForm(writer, shortForm);
            }
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

    /** The response is bytes, and the command text: that of a batch, of a megabyte or more. */
    private static byte[] shortForm(CommandWriter writer, ShortForm form) {
        RecordedResponse recorded = form.recorded();
        return writer.number("status", recorded.status())
                .text("content_type", recorded.contentType())
                .text("recorded", Base64.getEncoder().encodeToString(recorded.body()))
                .number("encoding_version", form.encodingVersion())
                .text("fingerprint", form.fingerprint().toString())
                .text("command", new String(form.command(), StandardCharsets.UTF_8))
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
                : claimed(
                        operation,
                        Instant.EPOCH.plusNanos(reader.number("claimed_at_nanos")),
                        reader);
    }

    private static KeyState claimed(String operation, Instant claimedAt, CommandReader reader) {
        String recorded = reader.optionalText("recorded");
        return recorded == null
                ? new KeyState.Claimed(
                        operation, KeyState.Status.RECORDED, claimedAt, response(reader), null)
                : new KeyState.Claimed(
                        operation,
                        KeyState.Status.RECORDED,
                        claimedAt,
                        null,
                        new ShortForm(
                                new RecordedResponse(
                                        reader.integer("status"),
                                        reader.text("content_type"),
                                        Base64.getDecoder().decode(recorded)),
                                reader.integer("encoding_version"),
                                Fingerprint.stored(
                                        HexFormat.of().parseHex(reader.text("fingerprint"))),
                                reader.text("command").getBytes(StandardCharsets.UTF_8)));
    }

    private static RecordedResponse response(CommandReader reader) {
        return new RecordedResponse(
                reader.integer("status"),
                reader.text("content_type"),
                reader.text("body").getBytes(StandardCharsets.UTF_8));
    }
}
