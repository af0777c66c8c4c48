package global.pryzma.ledger.postgres;

import global.pryzma.ledger.job.Job;

import jakarta.inject.Singleton;

import java.time.Duration;

/**
 * The job that finds out what is wrong with writes, so that the log has it though no probe asks.
 */
@Singleton
public final class PostgresWatch implements Job {
    private final WriteCheck check;
    private final StandbyMeters standbys;

    PostgresWatch(WriteCheck check, StandbyMeters standbys) {
        this.check = check;
        this.standbys = standbys;
    }

    @Override
    public String name() {
        return "postgres-watch";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Sharing sharing() {
        return Sharing.SLICED;
    }

    /** It finds out how commits are. */
    @Override
    public boolean isWriting() {
        return false;
    }

    @Override
    public void run() {
        check.watch();
        standbys.look();
    }
}
