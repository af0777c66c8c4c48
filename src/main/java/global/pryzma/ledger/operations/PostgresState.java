package global.pryzma.ledger.operations;

import java.time.Duration;

/** What Postgres can do for this instance. */
public sealed interface PostgresState {
    /** One line: what is the case. */
    String detail();

    /** As it is told: {@code up}, {@code read_only}, {@code commits_wait}, {@code unavailable}. */
    default String code() {
        return switch (this) {
            case Writable _ -> "up";
            case ReadOnly _ -> "read_only";
            case CommitsWait _ -> "commits_wait";
            case Unavailable _ -> "unavailable";
        };
    }

    /** What is written is committed. */
    record Writable() implements PostgresState {
        @Override
        public String detail() {
            return "Postgres can be written";
        }
    }

    /** It answers, as a standby or as one that was made read-only. */
    record ReadOnly() implements PostgresState {
        @Override
        public String detail() {
            return "Postgres is read-only";
        }
    }

    /**
     * It answers, and does not finish what is to be committed.
     *
     * @param age of the oldest commit that waits
     * @param forStandby whether it is known to wait for its synchronous standby
     */
    record CommitsWait(Duration age, boolean forStandby) implements PostgresState {
        @Override
        public String detail() {
            return "Commits wait%s, the oldest for %d s"
                    .formatted(forStandby ? " for the synchronous standby" : "", age.toSeconds());
        }
    }

    /** It does not answer, or refuses to be written. */
    record Unavailable(String detail) implements PostgresState {}
}
