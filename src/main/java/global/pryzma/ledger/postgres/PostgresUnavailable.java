package global.pryzma.ledger.postgres;

import org.jspecify.annotations.Nullable;

import java.sql.SQLTransientException;

/** A fault of our own side of Postgres, which passes; its message is fit for callers. */
public final class PostgresUnavailable extends SQLTransientException {
    PostgresUnavailable(String message) {
        this(message, null);
    }

    PostgresUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
