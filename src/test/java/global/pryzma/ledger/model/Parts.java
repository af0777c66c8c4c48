package global.pryzma.ledger.model;

import java.util.UUID;

/** The ids of what one request makes: they are neighbours, from that of the whole on. */
public final class Parts {
    private static final int BITS = 13;

    private Parts() {}

    /** What the request has made first of whose things this is one. */
    public static UUID whole(UUID part) {
        return new UUID(
                part.getMostSignificantBits(), part.getLeastSignificantBits() & -(1L << BITS));
    }

    /**
     * The id of an item of a batch, or of a line.
     *
     * @param whole what the request's key makes first
     * @param number in the request, from 0
     */
    public static UUID id(UUID whole, int number) {
        return new UUID(
                whole.getMostSignificantBits(), whole.getLeastSignificantBits() + number + 1);
    }
}
