package global.pryzma.ledger.operations;

import global.pryzma.ledger.job.JobReport;
import global.pryzma.ledger.job.Jobs;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What the process tells of itself and of its jobs, beside what its parts count. */
@Singleton
public final class ProcessMeters {
    ProcessMeters(
            Metrics metrics,
            AvailabilityState availability,
            Deployment deployment,
            Jobs jobs,
            @Value("${pryzma.data-folder}") Path dataFolder) {
        AvailabilityMeters.tell(metrics, availability);
        metrics.describeProcess(dataFolder.toFile());
        metrics.gauge(Metric.BUILD_INFO, () -> 1, deployment.version());
        for (JobReport job : jobs.reports()) {
            String name = job.name();
            metrics.seconds(Metric.JOB_LAST_SUCCESS, () -> lastSuccess(jobs, name), name);
        }
    }

    private static long lastSuccess(Jobs jobs, String name) {
        return jobs.reports().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .map(JobReport::lastSuccess)
                .map(ProcessMeters::nanos)
                .orElse(-1L);
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
