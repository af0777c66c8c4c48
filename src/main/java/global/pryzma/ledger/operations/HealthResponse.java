package global.pryzma.ledger.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.ledger.LedgerStatus;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The health page.
 *
 * @param status {@code up}, or {@code degraded} while the ledger does not answer
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record HealthResponse(
        String status,
        String version,
        Postgres postgres,
        LedgerPart ledger,
        @Nullable Sweep sweep) {
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

    /**
     * The comparison of Postgres with the ledger.
     *
     * @param finishedAt when the end of the ledger was last reached
     * @param until the ledger's time up to which all is compared
     * @param orphans how many rows of the ledger nobody owns
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sweep(
            @JsonProperty("finished_at") @Nullable Instant finishedAt,
            @Nullable String until,
            long orphans) {
        static Sweep of(LastSweep.Progress progress) {
            return new Sweep(progress.finishedAt(), progress.until(), progress.orphans());
        }
    }

    static HealthResponse of(
            Deployment deployment, LedgerStatus ledger, Optional<LastSweep.Progress> sweep) {
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
                        ledger.detail()),
                sweep.map(Sweep::of).orElse(null));
    }
}
