package global.pryzma.ledger.api;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * The walk through a list, newest first and a page at a time: where a page begins, whether another
 * one follows, and the cursor that asks for that.
 */
@Singleton
public final class Listing {
    /** Where the first page begins: every position is before it. */
    public static final long NEWEST = Long.MAX_VALUE;

    private final Cursors cursors;

    Listing(Cursors cursors) {
        this.cursors = cursors;
    }

    /**
     * The page that is asked for.
     *
     * @param organisation who walks through the list, and alone can use its cursors
     * @param list names the list and its filters, such as {@code transfers of account <id>}
     * @param position of an item in the list, which no other has: a ledger timestamp, or the number
     *     of a row
     */
    public <T> Page<T> page(
            UUID organisation,
            String list,
            PageRequest request,
            Source<T> source,
            ToLongFunction<T> position) {
        long before =
                request.cursor()
                        .map(cursor -> cursors.timestamp(organisation, list, cursor))
                        .orElse(NEWEST);
        return Page.of(
                source.before(before, request.limit() + 1),
                request.limit(),
                last -> cursors.after(organisation, list, position.applyAsLong(last)));
    }

    /** Where the items of a list come from. */
    @FunctionalInterface
    public interface Source<T> {
        /** At most {@code limit} items before the position, newest first. */
        List<T> before(long position, int limit);
    }
}
