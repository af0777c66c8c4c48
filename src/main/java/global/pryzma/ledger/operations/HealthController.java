package global.pryzma.ledger.operations;

import global.pryzma.ledger.job.Jobs;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;

import org.jspecify.annotations.Nullable;

import java.util.List;
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
    private final PostgresHealth postgres;
    private final Deployment deployment;
    private final AvailabilityState availability;
    private final @Nullable LedgerFailure failure;
    private final ShuttingDown shuttingDown;
    private final LastSweep lastSweep;
    private final Jobs jobs;
    private final List<Precondition> preconditions;

    HealthController(
            PostgresHealth postgres,
            Deployment deployment,
            AvailabilityState availability,
            @Nullable LedgerFailure failure,
            ShuttingDown shuttingDown,
            LastSweep lastSweep,
            Jobs jobs,
            List<Precondition> preconditions) {
        this.shuttingDown = shuttingDown;
        this.postgres = postgres;
        this.deployment = deployment;
        this.availability = availability;
        this.failure = failure;
        this.lastSweep = lastSweep;
        this.jobs = jobs;
        this.preconditions = preconditions;
    }

    /** Everything there is to know; 200 as long as Postgres answers. */
    @Get
    HealthResponse health() {
        requireRunning();
        PostgresState written = postgres.state();
        if (written instanceof PostgresState.Unavailable) {
            throw unavailable(written.detail());
        }
        return HealthResponse.of(
                deployment,
                availability.status(),
                written,
                ledger(),
                lastSweep.progress(),
                jobs.reports());
    }

    /** Whether the process works; 503 never, for a restart would cure nothing outside of it. */
    @Get("/liveness")
    ProbeResponse liveness() {
        return ProbeResponse.UP;
    }

    /** Whether requests should be sent here: this instance can write now, and has what it needs. */
    @Get("/readiness")
    ProbeResponse readiness() {
        requireRunning();
        preconditions.forEach(it ->
                it.lacks()
                        .ifPresent(detail -> {
                            throw unavailable(detail);
                        }));
        PostgresState state = postgres.state();
        return switch (state) {
            case PostgresState.Writable _ -> ProbeResponse.UP;
            case PostgresState.ReadOnly _,
                    PostgresState.CommitsWait _,
                    PostgresState.Unavailable _ ->
                    throw unavailable(state.detail());
        };
    }

    /** The ledger, with the reason that one in this process knows better than its clients. */
    private AvailabilityState.Ledger ledger() {
        AvailabilityState.Ledger ledger = availability.ledger();
        return Optional.ofNullable(failure)
                .flatMap(LedgerFailure::reason)
                .map(ledger::because)
                .orElse(ledger);
    }

    private void requireRunning() {
        if (shuttingDown.hasBegun()) {
            throw unavailable("The service is shutting down.");
        }
    }

    private static ProblemException unavailable(String detail) {
        return ProblemException.of(ProblemCode.SERVICE_UNAVAILABLE, detail);
    }
}
