package global.pryzma.ledger.api;

import io.micronaut.json.JsonMapper;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The walk through a list, newest first and a page at a time: where a page begins, how much fits
 * into it, whether another one follows, and the cursor that asks for that.
 */
@Singleton
public final class Listing {
    /** Where the first page begins: every position is before it. */
    public static final long NEWEST = Long.MAX_VALUE;

    /**
     * What is looked for first: a page of ordinary size in one go, and not too much if it is not.
     */
    private static final int FIRST_STEP = 25;

    private final Cursors cursors;
    private final JsonMapper json;

    Listing(Cursors cursors, JsonMapper json) {
        this.cursors = cursors;
        this.json = json;
    }

    /**
     * The page that is asked for.
     *
     * @param organisation who walks through the list, and alone can use its cursors
     * @param list names the list and its filters, such as {@code transfers of account <id>}
     * @param position of an item in the list, which no other has: a ledger timestamp, or the number
     *     of a row
     * @param view the items as they are shown, one for each
     */
    public <T, S> Page<S> page(
            UUID organisation,
            String list,
            PageRequest request,
            Source<T> source,
            ToLongFunction<T> position,
            Function<List<T>, List<S>> view) {
        long before = start(organisation, list, request);
        List<S> data = new ArrayList<>();
        long bytes = 0;
        boolean more = true;
        while (more && data.size() < request.limit()) {
            int step = step(request.limit() - data.size(), data.size(), bytes);
            List<T> found = source.before(before, step + 1);
            more = found.size() > step;
            List<T> items = more ? found.subList(0, step) : found;
            List<S> shown = view.apply(items);
            for (int i = 0; i < items.size(); i++) {
                int size = size(shown.get(i));
                if (!data.isEmpty() && bytes + size > Page.MAX_BYTES) {
                    return new Page<>(data, true, cursors.after(organisation, list, before));
                }
                bytes += size;
                before = position.applyAsLong(items.get(i));
                data.add(shown.get(i));
            }
        }
        return more
                ? new Page<>(data, true, cursors.after(organisation, list, before))
                : Page.last(data);
    }

    /**
     * The page of a list of which only some items are asked for: what a bounded look at it has
     * found, which may be less than a page, or nothing, with more behind it. For small items.
     *
     * @param organisation who walks through the list, and alone can use its cursors
     * @param list names the list and its filters
     */
    public <T> Page<T> lookedThrough(
            UUID organisation, String list, PageRequest request, Look<T> look) {
        Looked<T> looked = look.before(start(organisation, list, request), request.limit());
        return looked.more()
                ? new Page<>(
                        looked.items(), true, cursors.after(organisation, list, looked.lookedAt()))
                : Page.last(looked.items());
    }

    /**
     * The same for items that may be large.
     *
     * @param position of an item in the list, which no other has
     * @param view the items as they are shown, one for each
     */
    public <T, S> Page<S> lookedThrough(
            UUID organisation,
            String list,
            PageRequest request,
            Look<T> look,
            ToLongFunction<T> position,
            Function<List<T>, List<S>> view) {
        long before = start(organisation, list, request);
        Looked<T> found = look.before(before, request.limit());
        List<S> shown = view.apply(found.items());
        long bytes = 0;
        for (int i = 0; i < shown.size(); i++) {
            bytes += size(shown.get(i));
            if (i > 0 && bytes > Page.MAX_BYTES) {
                long last = position.applyAsLong(found.items().get(i - 1));
                return new Page<>(
                        shown.subList(0, i), true, cursors.after(organisation, list, last));
            }
        }
        return found.more()
                ? new Page<>(shown, true, cursors.after(organisation, list, found.lookedAt()))
                : Page.last(shown);
    }

    private long start(UUID organisation, String list, PageRequest request) {
        return request.cursor()
                .map(cursor -> cursors.timestamp(organisation, list, cursor))
                .orElse(NEWEST);
    }

    /** How many items are looked for next: as many as will fit, if they are like those before. */
    private static int step(int missing, int count, long bytes) {
        return count == 0
                ? Math.min(missing, FIRST_STEP)
                : (int)
                        Math.clamp(
                                (Page.MAX_BYTES - bytes) * count / Math.max(1, bytes), 1, missing);
    }

    private int size(Object item) {
        try {
            return json.writeValueAsBytes(item).length;
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes takes everything", e);
        }
    }

    /**
     * What a look has found.
     *
     * @param more whether there is anything it has not looked at
     * @param lookedAt the position of the last item that it has looked at
     */
    public record Looked<T>(List<T> items, boolean more, long lookedAt) {}

    /** A bounded look at what is before the position, newest first, for so many items at most. */
    @FunctionalInterface
    public interface Look<T> {
        Looked<T> before(long position, int limit);
    }

    /** Where the items of a list come from. */
    @FunctionalInterface
    public interface Source<T> {
        /** At most {@code limit} items before the position, newest first. */
        List<T> before(long position, int limit);
    }
}
