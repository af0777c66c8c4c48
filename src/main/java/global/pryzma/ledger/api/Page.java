package global.pryzma.ledger.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list, newest first.
 *
 * @param nextCursor asks for the next page; absent when there is none
 */
@Serdeable.Serializable
public record Page<T>(
        @JsonInclude(JsonInclude.Include.ALWAYS) List<T> data,
        @JsonProperty("has_more") boolean hasMore,
        @JsonProperty("next_cursor") @Nullable String nextCursor) {
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

    /**
     * The page that a query found.
     *
     * @param found at most one more than {@code limit}, by which it is known that there is more
     * @param cursor makes the cursor of the page after the item
     */
    static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
        if (found.size() <= limit) {
            return last(found);
        }
        List<T> data = found.subList(0, limit);
        return new Page<>(data, true, cursor.apply(data.getLast()));
    }

    /** The same page with its items shown in another way. */
    public <S> Page<S> map(Function<List<T>, List<S>> items) {
        return new Page<>(items.apply(data), hasMore, nextCursor);
    }

    /** The same page with each item shown in another way. */
    public <S> Page<S> each(Function<T, S> item) {
        return map(items -> items.stream().map(item).toList());
    }
}
