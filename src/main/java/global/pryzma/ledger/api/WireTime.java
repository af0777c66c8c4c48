package global.pryzma.ledger.api;

import global.pryzma.ledger.idempotency.packed.TimeText;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The form of moments on the wire: RFC 3339 in UTC, always with 9 digits of a second and a Z. */
public final class WireTime {
    private static final long NANOS_OF_A_SECOND = 1_000_000_000;
    private static final Instant FIRST = ofNanos(Long.MIN_VALUE);
    private static final Instant LAST = ofNanos(Long.MAX_VALUE);
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);

    /** RFC 3339, of a year that Postgres and the ledger know too. */
    private static final Pattern RFC_3339 =
            Pattern.compile(
                    "[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
                            + "(Z|[+-][0-9]{2}:[0-9]{2})");

    private WireTime() {}

    /** The moment that a client writes, with any offset; empty for a text of another form. */
    public static Optional<Instant> parse(String text) {
        if (RFC_3339.matcher(text).matches()) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException _) {
                // A 30th of February, for example.
            }
        }
        return Optional.empty();
    }

    /** The moment that is so many nanoseconds after the Unix epoch. */
    public static String of(long epochNanos) {
        if (epochNanos < 0) {
            return ofEarlier(epochNanos);
        }
        byte[] text = new byte[TimeText.LENGTH];
        TimeText.put(text, 0, epochNanos);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static String ofEarlier(long epochNanos) {
        return FORM.format(ofNanos(epochNanos));
    }

    public static String of(Instant moment) {
        return of(epochNanos(moment));
    }

    /**
     * Nanoseconds since the Unix epoch. A moment before the year 1677 or after 2262, where these
     * have no number, counts as the first or last one that has.
     */
    public static long epochNanos(Instant moment) {
        return moment.isBefore(FIRST)
                ? Long.MIN_VALUE
                : moment.isAfter(LAST)
                        ? Long.MAX_VALUE
                        : moment.getEpochSecond() * NANOS_OF_A_SECOND + moment.getNano();
    }

    private static Instant ofNanos(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_OF_A_SECOND),
                Math.floorMod(epochNanos, NANOS_OF_A_SECOND));
    }
}
