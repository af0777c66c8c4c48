package global.pryzma.ledger.logging;

import java.util.Locale;
import java.util.Optional;

/**
 * The form of the log, as {@code PRYZMA_LOG_FORMAT} says. It is not asked of the configuration: the
 * first lines are written before there is one.
 */
public enum LogFormat {
    TEXT,
    JSON;

    private static final String PROPERTY = "pryzma.log.format";
    private static final String VARIABLE = "PRYZMA_LOG_FORMAT";

    /** What is not known is text: a typo must not leave an operator without a log. */
    public static LogFormat configured() {
        return Optional.ofNullable(System.getProperty(PROPERTY, System.getenv(VARIABLE)))
                .map(value -> value.strip().toUpperCase(Locale.ROOT))
                .filter(JSON.name()::equals)
                .map(_ -> JSON)
                .orElse(TEXT);
    }
}
