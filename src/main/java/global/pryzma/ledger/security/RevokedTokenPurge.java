package global.pryzma.ledger.security;

import global.pryzma.ledger.job.Job;

import jakarta.inject.Singleton;

import java.time.Duration;

/** The job that forgets revoked tokens which have ended by themselves. */
@Singleton
final class RevokedTokenPurge implements Job {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final RevokedTokenRows rows;

    RevokedTokenPurge(RevokedTokenRows rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "revoked-token-purge";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Sharing sharing() {
        return Sharing.SLICED;
    }

    @Override
    public void run() {
        rows.deleteEnded();
    }
}
