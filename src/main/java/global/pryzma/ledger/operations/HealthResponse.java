package global.pryzma.ledger.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.job.JobReport;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The health page.
 *
 * @param status {@code up}, or {@code degraded} while the ledger does not answer, nothing can be
 *     written, or the sweep stands still
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record HealthResponse(
        String status,
        String version,
        Postgres postgres,
        LedgerPart ledger,
        @Nullable Sweep sweep,
        List<JobPart> jobs) {
    /**
     * Postgres as this instance sees it.
     *
     * @param status {@code up}, {@code read_only}, {@code commits_wait} or {@code unavailable}
     * @param detail one line for an operator; absent while it is up
     * @param oldestCommitSeconds the age of the oldest commit that waits; absent where none does
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Postgres(
            String status,
            boolean embedded,
            @Nullable String detail,
            @JsonProperty("oldest_commit_seconds") @Nullable Long oldestCommitSeconds) {
        static Postgres of(PostgresState state, boolean embedded) {
            return new Postgres(
                    state.code(),
                    embedded,
                    state instanceof PostgresState.Writable ? null : state.detail(),
                    state instanceof PostgresState.CommitsWait waiting
                            ? waiting.age().toSeconds()
                            : null);
        }
    }

    /**
     * The ledger as this instance sees it.
     *
     * @param status {@code available}, {@code degraded}, {@code unavailable}, {@code unknown} or
     *     {@code wrong_ledger}
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

    /**
     * A background job, as far as its runs in this instance have shown.
     *
     * @param status {@code waiting} for the end of its first run, {@code ok} or {@code failing}
     * @param lastStart when the last run began, which may still be under way
     * @param lastSuccess when the last run ended that did its work
     * @param failures how many runs in a row have failed until now
     * @param error the class of the last one's fault
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobPart(
            String name,
            String status,
            @JsonProperty("last_start") @Nullable Instant lastStart,
            @JsonProperty("last_success") @Nullable Instant lastSuccess,
            long failures,
            @Nullable String error) {
        static JobPart of(JobReport report) {
            return new JobPart(
                    report.name(),
                    report.state().name().toLowerCase(Locale.ROOT),
                    report.lastStart(),
                    report.lastSuccess(),
                    report.failures(),
                    report.error());
        }
    }

    static HealthResponse of(
            Deployment deployment,
            ServiceStatus status,
            PostgresState postgres,
            AvailabilityState.Ledger ledger,
            Optional<LastSweep.Progress> sweep,
            List<JobReport> jobs) {
        return new HealthResponse(
                switch (status) {
                    case AVAILABLE -> "up";
                    case DEGRADED, UNAVAILABLE -> "degraded";
                },
                deployment.version(),
                Postgres.of(postgres, deployment.postgresEmbedded()),
                new LedgerPart(
                        ledger.state().name().toLowerCase(Locale.ROOT),
                        deployment.ledgerEmbedded(),
                        ledger.since(),
                        ledger.detail()),
                sweep.map(Sweep::of).orElse(null),
                jobs.stream().map(JobPart::of).toList());
    }
}
