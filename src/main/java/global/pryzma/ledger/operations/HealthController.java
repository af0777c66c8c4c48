package global.pryzma.ledger.operations;

import global.pryzma.ledger.job.Jobs;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Health, for probes and people.
 *
 * <p>The ledger decides about no probe: taking every instance out of service during an outage of
 * the ledger would turn a 502 that clients know how to retry into no answer at all.
 */
@Controller("/health")
@Header(name = "Cache-Control", value = "no-store")
final class HealthController {
    private final PostgresCheck postgres;
    private final Deployment deployment;
    private final Ledger ledger;
    private final @Nullable LedgerFailure failure;
    private final ShuttingDown shuttingDown;
    private final LastSweep lastSweep;
    private final Jobs jobs;

    HealthController(
            PostgresCheck postgres,
            Deployment deployment,
            Ledger ledger,
            @Nullable LedgerFailure failure,
            ShuttingDown shuttingDown,
            LastSweep lastSweep,
            Jobs jobs) {
        this.shuttingDown = shuttingDown;
        this.postgres = postgres;
        this.deployment = deployment;
        this.ledger = ledger;
        this.failure = failure;
        this.lastSweep = lastSweep;
        this.jobs = jobs;
    }

    /** Everything there is to know; 200 as long as the service can serve. */
    @Get
    HealthResponse health() {
        requireService();
        return HealthResponse.of(deployment, status(), lastSweep.progress(), jobs.reports());
    }

    /** Whether the process works; 503 never, for a restart would cure nothing outside of it. */
    @Get("/liveness")
    ProbeResponse liveness() {
        return ProbeResponse.UP;
    }

    /** Whether requests should be sent here. */
    @Get("/readiness")
    ProbeResponse readiness() {
        requireService();
        return ProbeResponse.UP;
    }

    /**
     * The ledger's status, with the reason that a ledger in this process knows better than its
     * clients.
     */
    private LedgerStatus status() {
        LedgerStatus status = ledger.status();
        return Optional.ofNullable(failure)
                .flatMap(LedgerFailure::reason)
                .map(reason -> new LedgerStatus(status.state(), status.since(), reason))
                .orElse(status);
    }

    private void requireService() {
        if (shuttingDown.hasBegun()) {
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE, "The service is shutting down.");
        }
        if (!postgres.isUp()) {
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE, "Postgres does not answer, or has no tables.");
        }
    }
}
