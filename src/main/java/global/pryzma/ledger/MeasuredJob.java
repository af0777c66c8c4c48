package global.pryzma.ledger;

import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.metrics.Count;
import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;

/** A job whose runs are counted. */
record MeasuredJob(Job job, Count succeeded, Count failed) implements JobAround {
    static Job of(Job job, Metrics metrics) {
        metrics.seconds(Metric.JOB_INTERVAL, () -> job.interval().toNanos(), job.name());
        return new MeasuredJob(
                job,
                metrics.count(Metric.JOB_RUNS, job.name(), "succeeded"),
                metrics.count(Metric.JOB_RUNS, job.name(), "failed"));
    }

    @Override
    public void run() {
        boolean done = false;
        try {
            job.run();
            done = true;
        } finally {
            (done ? succeeded : failed).add();
        }
    }
}
