package global.pryzma.ledger.ledger;

/**
 * A part of everything that the ledger has, oldest first. Every new row is younger than all that
 * there are, so that whoever goes on from the last one misses none.
 *
 * @param afterTimestamp only younger ones than this ledger timestamp, in nanoseconds since the Unix
 *     epoch; 0 for no bound
 * @param untilTimestamp only those up to this one, inclusive; larger than {@code afterTimestamp}
 * @param limit at most so many, 1 to 8190
 */
public record TailQuery(long afterTimestamp, long untilTimestamp, int limit) {
    public TailQuery {
        if (limit < 1 || limit > 8190 || afterTimestamp < 0 || untilTimestamp <= afterTimestamp) {
            throw new IllegalArgumentException(
                    "limit " + limit + ", " + afterTimestamp + " to " + untilTimestamp);
        }
    }
}
