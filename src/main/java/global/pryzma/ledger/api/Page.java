package global.pryzma.ledger.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One page of a list, newest first. It is bounded in bytes as well, so that a hundred large items
 * are several pages.
 *
 * @param nextCursor asks for the next page; absent when there is none
 */
@Serdeable.Serializable
public record Page<T>(
        @JsonInclude(JsonInclude.Include.ALWAYS) List<T> data,
        @JsonProperty("has_more") boolean hasMore,
        @JsonProperty("next_cursor") @Nullable String nextCursor) {
    /** The JSON of a page's items has so many bytes at most, or there is one item alone. */
    public static final int MAX_BYTES = 1 << 20;

    public Page {
        data = List.copyOf(data);
        if (hasMore != (nextCursor != null)) {
            throw new IllegalArgumentException("there is a cursor exactly when there is more");
        }
    }

    /** The last page. */
    public static <T> Page<T> last(List<T> data) {
        return new Page<>(data, false, null);
    }
}
