package global.pryzma.ledger.operations;

import global.pryzma.ledger.ledger.LedgerStatus;

import io.micronaut.serde.annotation.Serdeable;

import java.time.Instant;
import java.util.Locale;

/**
 * The health page.
 *
 * @param status {@code up}, or {@code degraded} while the ledger does not answer
 */
@Serdeable
record HealthResponse(String status, String version, Postgres postgres, LedgerPart ledger) {
    @Serdeable
    record Postgres(String status, boolean embedded) {}

    /**
     * The ledger as this instance sees it.
     *
     * @param status {@code available}, {@code unavailable}, {@code unknown} or {@code wrong_ledger}
     * @param since when this state began
     * @param detail one line for an operator
     */
    @Serdeable
    record LedgerPart(String status, boolean embedded, Instant since, String detail) {}

    static HealthResponse of(Deployment deployment, LedgerStatus ledger) {
        return new HealthResponse(
                switch (ledger.state()) {
                    case AVAILABLE -> "up";
                    case UNKNOWN, UNAVAILABLE, WRONG_LEDGER -> "degraded";
                },
                deployment.version(),
                new Postgres("up", deployment.postgresEmbedded()),
                new LedgerPart(
                        ledger.state().name().toLowerCase(Locale.ROOT),
                        deployment.ledgerEmbedded(),
                        ledger.since(),
                        ledger.detail()));
    }
}
