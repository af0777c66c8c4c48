package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * The requests on which a real 0.16.30 server ends by an assertion, and again after each restart,
 * since the request is in its log by then ({@code state_machine.zig}). Here they are found before
 * they are committed.
 *
 * <ul>
 *   <li>A filter, valid otherwise, whose first timestamp is beyond the last that there can be, 2^63
 *       - 1, and which has no last one: {@code assert(timestamp_range.min <= timestamp_range.max)}.
 *   <li>An imported post or void that is not later than its pending transfer: {@code
 *       assert(p.timestamp < t.timestamp)}. That an event before it in the same message would have
 *       kept it from getting so far (a broken chain, or a refused pending transfer) is not looked
 *       at.
 * </ul>
 */
final class FatalInput {
    private final TransferTable transfers;
    private final IdSet failedIds;

    FatalInput(TransferTable transfers, IdSet failedIds) {
        this.transfers = transfers;
        this.failedIds = failedIds;
    }

    static @Nullable String in(AccountFilter filter) {
        return filter.isValid() ? in(filter.rows()) : null;
    }

    static @Nullable String in(QueryFilter filter) {
        return filter.isValid() ? in(filter.rows()) : null;
    }

    private static @Nullable String in(Filter filter) {
        return filter.timestampMin() < 0 && filter.timestampMax() == 0
                ? "a filter from "
                        + Long.toUnsignedString(filter.timestampMin())
                        + " without an end"
                : null;
    }

    /** Looks for it in a message of transfers, of which the first says whether all are imported. */
    @Nullable String in(long[] words, int events, long timestamp) {
        if (events == 0 || !new TransferWords(words, 0).has(TransferWords.IMPORTED)) {
            return null;
        }
        Map<U128, Long> before = new HashMap<>();
        for (int i = 0; i < events; i++) {
            var t = new TransferWords(words, i * Words.COUNT);
            if (isLookedAt(t, timestamp)) {
                Long pending = t.postsOrVoids() ? pendingTimestamp(t, before) : null;
                if (pending != null && t.timestamp() <= pending) {
                    return "event " + i + ", imported, is not later than its pending transfer";
                }
                before.putIfAbsent(t.id(), t.timestamp());
            }
        }
        return null;
    }

    private boolean isLookedAt(TransferWords t, long timestamp) {
        return t.has(TransferWords.IMPORTED)
                && t.timestamp() > 0
                && t.timestamp() < timestamp
                && !t.has(TransferWords.RESERVED_FLAGS)
                && !t.id().isZero()
                && !t.id().isMax()
                && transfers.find(t.id()) < 0
                && !failedIds.contains(t.id());
    }

    private @Nullable Long pendingTimestamp(TransferWords t, Map<U128, Long> before) {
        if (PostOrVoid.checkFields(t) != CreateTransferResult.OK) {
            return null;
        }
        int row = transfers.find(t.pendingId());
        return row >= 0 ? (Long) transfers.get(row).timestamp() : before.get(t.pendingId());
    }
}
