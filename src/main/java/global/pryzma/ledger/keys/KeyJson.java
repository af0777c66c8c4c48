package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.key.RecordedResponse;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** The view of a key, with its recorded response as JSON inside. */
@Singleton
final class KeyJson {
    private final JsonMapper json;

    KeyJson(JsonMapper json) {
        this.json = json;
    }

    KeyResponse response(
            UUID key,
            String operation,
            KeyState.Status status,
            Instant claimedAt,
            @Nullable RecordedResponse response) {
        return new KeyResponse(
                key,
                operation,
                status.name().toLowerCase(Locale.ROOT),
                WireTime.of(WireTime.epochNanos(claimedAt)),
                response == null
                        ? null
                        : new KeyResponse.Recorded(
                                response.status(), response.contentType(), body(response)));
    }

    private JsonNode body(RecordedResponse response) {
        try {
            return Objects.requireNonNull(json.readValue(response.body(), JsonNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException("every recorded response is JSON", e);
        }
    }
}
