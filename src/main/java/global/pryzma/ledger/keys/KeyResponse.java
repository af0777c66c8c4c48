package global.pryzma.ledger.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A key on the wire: what became of it.
 *
 * @param operation absent where nothing is known of the request
 * @param status {@code in_progress}, {@code in_doubt}, {@code recorded}, or {@code executed} if the
 *     record is gone
 * @param claimedAt absent as the operation is
 * @param response absent while there is no definite one, or if it is gone
 * @param resource that was made, where the response is gone and the ledger tells it
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyResponse(
        UUID key,
        @Nullable String operation,
        String status,
        @JsonProperty("claimed_at") @Nullable String claimedAt,
        @Nullable Recorded response,
        @Nullable Resource resource) {

    /** The definite response, as every repetition of the request gets it. */
    @Serdeable.Serializable
    record Recorded(int status, @JsonProperty("content_type") String contentType, JsonNode body) {}

    /** What the key has made. */
    @Serdeable.Serializable
    record Resource(String type, UUID id) {}
}
