package global.pryzma.ledger.operations.page;

import static java.util.Comparator.comparing;

import global.pryzma.ledger.job.Jobs;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.operations.AvailabilityState;
import global.pryzma.ledger.operations.Deployment;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import java.time.Clock;
import java.util.List;

/**
 * {@code /v1/operations}: what the operators' page is told of the instance that answers. All of it
 * is in memory, so that it is told whatever Postgres and the ledger do.
 */
@WithoutLedger
@Controller("/v1/operations")
final class OperationsController {
    private final AvailabilityState availability;
    private final Deployment deployment;
    private final Jobs jobs;
    private final Metrics metrics;
    private final Recent recent;
    private final Clock clock;

    OperationsController(
            AvailabilityState availability,
            Deployment deployment,
            Jobs jobs,
            Metrics metrics,
            Recent recent,
            Clock clock) {
        this.availability = availability;
        this.deployment = deployment;
        this.jobs = jobs;
        this.metrics = metrics;
        this.recent = recent;
        this.clock = clock;
    }

    @Get("/now")
    @RequiresScope(Scope.LEDGER_OPERATE)
    NowResponse now() {
        return new NowResponse(
                clock.instant(),
                deployment.version(),
                availability.status().code(),
                availability.parts().stream().map(NowResponse.ComponentPart::of).toList(),
                NowResponse.LedgerPart.of(availability),
                NowResponse.PostgresPart.of(availability.postgres()),
                jobs.reports().stream().map(NowResponse.JobPart::of).toList(),
                figures());
    }

    private List<NowResponse.Figure> figures() {
        return metrics.gauges().entrySet().stream()
                .sorted(comparing(gauge -> gauge.getKey().toString()))
                .map(gauge -> NowResponse.Figure.of(gauge.getKey(), gauge.getValue()))
                .toList();
    }

    @Get("/recent")
    @RequiresScope(Scope.LEDGER_OPERATE)
    RecentResponse recent() {
        return RecentResponse.of(recent.samples());
    }
}
