package global.pryzma.ledger.organisation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds since the Unix epoch, which is what Postgres keeps of a moment. */
final class Micros {
    private Micros() {}

    static long of(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
