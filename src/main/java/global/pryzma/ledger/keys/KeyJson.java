package global.pryzma.ledger.keys;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.idempotency.KeyState;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;

/** The view of a key, with its recorded response as JSON inside. */
@Singleton
final class KeyJson {
    private static final String RECORDED = KeyState.Status.RECORDED.name().toLowerCase(Locale.ROOT);
    private static final String EXECUTED = "executed";

    private final JsonMapper json;

    KeyJson(JsonMapper json) {
        this.json = json;
    }

    KeyResponse response(IdempotencyKey key, KeyState state) {
        return switch (state) {
            case KeyState.Claimed(var operation, var status, var claimedAt, var response, _) ->
                    new KeyResponse(
                            key.value(),
                            operation,
                            status.name().toLowerCase(Locale.ROOT),
                            WireTime.of(WireTime.epochNanos(claimedAt)),
                            response == null ? null : recorded(response),
                            null);
            case KeyState.Cancelled(RecordedResponse response) ->
                    new KeyResponse(key.value(), null, RECORDED, null, recorded(response), null);
            case KeyState.Executed(KeyState.Made made) ->
                    new KeyResponse(
                            key.value(),
                            null,
                            EXECUTED,
                            null,
                            null,
                            made == null ? null : resource(made));
        };
    }

    private KeyResponse.Recorded recorded(RecordedResponse response) {
        return new KeyResponse.Recorded(response.status(), response.contentType(), body(response));
    }

    private static KeyResponse.Resource resource(KeyState.Made made) {
        return new KeyResponse.Resource(made.kind().name().toLowerCase(Locale.ROOT), made.id());
    }

    private JsonNode body(RecordedResponse response) {
        try {
            return Objects.requireNonNull(json.readValue(response.body(), JsonNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException("every recorded response is JSON", e);
        }
    }
}
