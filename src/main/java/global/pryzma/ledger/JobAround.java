package global.pryzma.ledger;

import global.pryzma.ledger.job.Job;

import java.time.Duration;

/** A job that is another one in all but its runs. */
interface JobAround extends Job {
    Job job();

    @Override
    default String name() {
        return job().name();
    }

    @Override
    default Duration interval() {
        return job().interval();
    }

    @Override
    default Sharing sharing() {
        return job().sharing();
    }

    @Override
    default boolean isWriting() {
        return job().isWriting();
    }

    @Override
    default void stop() {
        job().stop();
    }
}
