package global.pryzma.replica.machine;

import java.util.Arrays;

/**
 * Pending transfers with a timeout, by the time they expire: a binary heap. What was posted or
 * voided meanwhile stays in it until its time, and is then passed over. Of a chain it holds nothing
 * before the chain stands: what is taken back is not a transfer any more.
 */
final class ExpiryQueue {
    static final long NONE = Long.MAX_VALUE;

    private final Transfers transfers;
    private long[] times = new long[16];
    private int[] rows = new int[16];
    private int size;

    /**
     * When the sweep has to run: at or before the first expiry. A server that has just started does
     * not know and sweeps once, as the real one does ({@code pulse_next_timestamp}).
     */
    private long pulseAt = 1;

    ExpiryQueue(Transfers transfers) {
        this.transfers = transfers;
    }

    long pulseAt() {
        return pulseAt;
    }

    /** How many it holds. */
    int size() {
        return size;
    }

    /**
     * A chain that is not over has made a pending transfer: {@link #add} follows if it stands. The
     * real server does not take back either that a sweep is to run then ({@code
     * pulse_next_timestamp}).
     */
    void announce(long expiresAt) {
        pulseAt = Math.min(pulseAt, expiresAt);
    }

    void add(long expiresAt, int transferRow) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            rows = Arrays.copyOf(rows, 2 * size);
        }
        int at = size++;
        while (at > 0 && before(expiresAt, transferRow, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        times[at] = expiresAt;
        rows[at] = transferRow;
        announce(expiresAt);
    }

    /** Finds its entries again, after the transfers were loaded. */
    void load() {
        for (int row = 0; row < transfers.rows().count(); row++) {
            if (transfers.status(row) == Transfers.Status.PENDING) {
                TransferRow pending = transfers.get(row);
                if (pending.expires()) {
                    add(pending.expiresAt(), row);
                }
            }
        }
    }

    /** A pending transfer that would have expired then was posted or voided. */
    void resolved(long expiresAt) {
        if (pulseAt == expiresAt) {
            sweepSoon();
        }
    }

    /** Takes out the row of the next pending transfer due at this time, or -1. */
    int takeDue(long timestamp) {
        dropResolved();
        if (size == 0 || times[0] > timestamp) {
            return -1;
        }
        int row = rows[0];
        removeFirst();
        return row;
    }

    /** Asks for a sweep at the next occasion. */
    void sweepSoon() {
        pulseAt = 1;
    }

    /** A sweep is over: the next one is for the first that is left. */
    void swept() {
        dropResolved();
        pulseAt = size == 0 ? NONE : times[0];
    }

    private void dropResolved() {
        while (size > 0 && transfers.status(rows[0]) != Transfers.Status.PENDING) {
            removeFirst();
        }
    }

    private void removeFirst() {
        size--;
        long time = times[size];
        int row = rows[size];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(times[child + 1], rows[child + 1], child)) {
                child++;
            }
            if (!before(times[child], rows[child], time, row)) {
                break;
            }
            move(child, at);
            at = child;
        }
        times[at] = time;
        rows[at] = row;
    }

    private boolean before(long time, int row, int at) {
        return before(time, row, times[at], rows[at]);
    }

    private static boolean before(long time, int row, long otherTime, int otherRow) {
        return time != otherTime ? time < otherTime : row < otherRow;
    }

    private void move(int from, int to) {
        times[to] = times[from];
        rows[to] = rows[from];
    }
}
