package global.pryzma.ledger.operations;

import java.util.Locale;

/**
 * Why the service is not available; the codes are permanent. All that is public of it: details may
 * have addresses.
 */
public enum Cause {
    /** No instance was running. */
    NOT_RUNNING,
    /** The ledger that answers is not the one that the database belongs to. */
    WRONG_LEDGER,
    /** The ledger does not answer. */
    LEDGER_SILENT,
    /** Postgres does not answer, or refuses. */
    POSTGRES_UNAVAILABLE,
    /** Postgres is a standby, or was made read-only. */
    POSTGRES_READ_ONLY,
    /** Postgres answers, and what is to be committed waits. */
    POSTGRES_COMMITS_WAIT,
    /** Nobody compares Postgres with the ledger any more. */
    SWEEP_STANDS,
    /** What a newer version has written, whose word this one does not know. */
    OTHER;

    /** The cause that was stored as this code. */
    public static Cause of(String code) {
        for (Cause cause : values()) {
            if (cause.code().equals(code)) {
                return cause;
            }
        }
        return OTHER;
    }

    /** As it is stored, and told. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
