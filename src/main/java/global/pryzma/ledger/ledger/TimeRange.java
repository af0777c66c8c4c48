package global.pryzma.ledger.ledger;

/**
 * A stretch of the ledger's time, in nanoseconds since the Unix epoch.
 *
 * @param fromTimestamp where it begins, inclusive; 0 for no bound
 * @param beforeTimestamp where it ends, exclusive; 0 for no bound
 */
public record TimeRange(long fromTimestamp, long beforeTimestamp) {
    /** All of it. */
    public static final TimeRange ALWAYS = new TimeRange(0, 0);

    /** Nothing of it. */
    public static final TimeRange NEVER = new TimeRange(1, 1);

    public TimeRange {
        if (fromTimestamp < 0 || beforeTimestamp < 0) {
            throw new IllegalArgumentException(fromTimestamp + " to " + beforeTimestamp);
        }
    }

    public static TimeRange before(long timestamp) {
        return new TimeRange(0, timestamp);
    }

    /** All up to a timestamp, inclusive; the last one of all stands for the one before it. */
    public static TimeRange until(long timestamp) {
        return before(Math.min(timestamp, Long.MAX_VALUE - 1) + 1);
    }

    /** The part of it before a timestamp, which has to be a bound. */
    public TimeRange cutBefore(long timestamp) {
        return new TimeRange(
                fromTimestamp,
                beforeTimestamp == 0 ? timestamp : Math.min(beforeTimestamp, timestamp));
    }

    public boolean holds(long timestamp) {
        return timestamp >= fromTimestamp && (beforeTimestamp == 0 || timestamp < beforeTimestamp);
    }

    /** The part of it from a timestamp on. */
    public TimeRange cutFrom(long timestamp) {
        return new TimeRange(Math.max(fromTimestamp, timestamp), beforeTimestamp);
    }

    /** Whether nothing can be in it: no row has a timestamp of 0. */
    public boolean isEmpty() {
        return beforeTimestamp != 0 && beforeTimestamp <= Math.max(1, fromTimestamp);
    }
}
