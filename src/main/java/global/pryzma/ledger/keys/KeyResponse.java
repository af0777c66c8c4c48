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
 * @param status {@code in_progress}, {@code in_doubt} or {@code recorded}
 * @param response absent while there is no definite one
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyResponse(
        UUID key,
        String operation,
        String status,
        @JsonProperty("claimed_at") String claimedAt,
        @Nullable Recorded response) {

    /** The definite response, as every repetition of the request gets it. */
    @Serdeable.Serializable
    record Recorded(int status, @JsonProperty("content_type") String contentType, JsonNode body) {}
}
