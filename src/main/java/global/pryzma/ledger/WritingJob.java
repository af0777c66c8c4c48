package global.pryzma.ledger;

import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.postgres.PostgresUnavailable;
import global.pryzma.ledger.postgres.Writes;

/**
 * A job that writes to Postgres. It is not begun while commits wait for their standby: its own
 * would wait with them.
 */
record WritingJob(Job job, Writes writes) implements JobAround {
    /** The job as such; one that writes nothing goes on. */
    static Job of(Job job, Writes writes) {
        return job.isWriting() ? new WritingJob(job, writes) : job;
    }

    @Override
    public void run() {
        try {
            writes.requireThatCommitsEnd();
        } catch (PostgresUnavailable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        job.run();
    }
}
