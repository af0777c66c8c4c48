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
 *       assert(p.timestamp < t.timestamp)}; or whose pending transfer has expired, and that comes
 *       before it was due: {@code assert(t.timestamp >= p.timestamp + p.timeout_ns())}. That an
 *       event before it in the same message would have kept it from getting so far (a broken chain,
 *       or a refused pending transfer) is not looked at.
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
                if (t.postsOrVoids()
                        && PostOrVoid.checkFields(t) == CreateTransferResult.OK
                        && t.timestamp() < earliest(t, before)) {
                    return "event " + i + ", imported, comes too early for its pending transfer";
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

    /**
     * The least timestamp that the resolution may have; 0 where its pending transfer is unknown.
     */
    private long earliest(TransferWords t, Map<U128, Long> before) {
        int row = transfers.find(t.pendingId());
        if (row < 0) {
            Long pending = before.get(t.pendingId());
            return pending == null ? 0 : pending + 1;
        }
        TransferWords pending = transfers.get(row);
        if (t.timestamp() <= pending.timestamp()) {
            return pending.timestamp() + 1;
        }
        boolean expired =
                PostOrVoid.checkMatch(t, pending) == CreateTransferResult.OK
                        && transfers.status(row) == TransferTable.Status.EXPIRED;
        return expired ? pending.expiresAt() : 0;
    }
}
