package global.pryzma.ledger.model;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** The forms of times and names on the wire. */
public final class Moment {
    private static final long NANOS = 1_000_000_000;
    private static final DateTimeFormatter NINE_DIGITS =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

    private Moment() {}

    /** A timestamp of the ledger as the API shows it. */
    public static String text(long nanos) {
        return NINE_DIGITS.format(Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS));
    }

    /** The timestamp that the API shows so. */
    public static long nanos(String text) {
        return nanos(Instant.parse(text));
    }

    public static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }

    static long after(long nanos, long seconds) {
        return nanos + seconds * NANOS;
    }

    static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
