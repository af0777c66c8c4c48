package global.pryzma.ledger.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The form of moments on the wire: RFC 3339 in UTC, always with 9 digits of a second and a Z. */
public final class WireTime {
    private static final long NANOS_OF_A_SECOND = 1_000_000_000;
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);

    private WireTime() {}

    /** The moment that is so many nanoseconds after the Unix epoch. */
    public static String of(long epochNanos) {
        return FORM.format(
                Instant.ofEpochSecond(
                        Math.floorDiv(epochNanos, NANOS_OF_A_SECOND),
                        Math.floorMod(epochNanos, NANOS_OF_A_SECOND)));
    }

    public static String of(Instant moment) {
        return of(epochNanos(moment));
    }

    /** Nanoseconds since the Unix epoch. */
    public static long epochNanos(Instant moment) {
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), NANOS_OF_A_SECOND), moment.getNano());
    }
}
