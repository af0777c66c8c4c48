package global.pryzma.ledger.statement;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The settings of statements, under {@code pryzma.statement}.
 *
 * @param timeLimit for a whole statement, 1 s to 1 d: what is not sent by then is cut. A client
 *     that takes it slowly keeps a place among the requests for so long
 */
@ConfigurationProperties("pryzma.statement")
record StatementSettings(@Bindable(defaultValue = "10m") Duration timeLimit) {
    StatementSettings {
        if (timeLimit.compareTo(Duration.ofSeconds(1)) < 0
                || timeLimit.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "pryzma.statement.time-limit is 1 s to 1 d, not " + timeLimit);
        }
    }
}
