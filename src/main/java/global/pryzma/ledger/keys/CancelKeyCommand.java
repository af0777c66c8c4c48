package global.pryzma.ledger.keys;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A key that was to be cancelled, and what came of it.
 *
 * @param organisation whose key it is
 * @param operation of the request that claimed it
 * @param claimedAtNanos since the Unix epoch
 * @param response the key's definite response, which never changes
 */
record CancelKeyCommand(
        UUID organisation,
        IdempotencyKey key,
        String operation,
        long claimedAtNanos,
        RecordedResponse response) {

    /** The canonical content, version 1. */
    static byte[] content(UUID organisation, IdempotencyKey key) {
        return write(organisation, key).end();
    }

    /** The content and what came of it, version 1. */
    byte[] encode() {
        return write(organisation, key)
                .text("operation", operation)
                .number("claimed_at_nanos", claimedAtNanos)
                .number("status", response.status())
                .text("content_type", response.contentType())
                .text("body", new String(response.body(), StandardCharsets.UTF_8))
                .end();
    }

    private static CommandWriter write(UUID organisation, IdempotencyKey key) {
        return CommandWriter.begin().uuid("organisation_id", organisation).uuid("key", key.value());
    }

    static CancelKeyCommand decode(byte[] encoded) {
        CommandReader reader = CommandReader.of(encoded);
        CancelKeyCommand command =
                new CancelKeyCommand(
                        reader.uuid("organisation_id"),
                        new IdempotencyKey(reader.uuid("key")),
                        reader.text("operation"),
                        reader.number("claimed_at_nanos"),
                        new RecordedResponse(
                                reader.integer("status"),
                                reader.text("content_type"),
                                reader.text("body").getBytes(StandardCharsets.UTF_8)));
        reader.end();
        return command;
    }
}
