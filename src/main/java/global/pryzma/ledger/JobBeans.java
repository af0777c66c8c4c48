package global.pryzma.ledger;

import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.job.Jobs;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.postgres.PostgresFaults;
import global.pryzma.ledger.postgres.Writes;
import global.pryzma.ledger.security.IssuerUnreachable;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;

import jakarta.inject.Singleton;

import java.util.List;

/** The list of background jobs, made of every bean that is one. */
@Factory
final class JobBeans {
    @Singleton
    @Bean(preDestroy = "close")
    Jobs jobs(List<Job> jobs, Writes writes, Metrics metrics) {
        return new Jobs(
                jobs.stream()
                        .map(job -> MeasuredJob.of(WritingJob.of(job, writes), metrics))
                        .toList(),
                fault -> PostgresFaults.isTransient(fault) || fault instanceof IssuerUnreachable);
    }
}
