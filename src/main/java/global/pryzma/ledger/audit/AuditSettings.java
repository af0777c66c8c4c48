package global.pryzma.ledger.audit;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The settings of the audit.
 *
 * @param refusalsInterval how often counted refusals are written
 * @param refusalsDistinct how many of them are told apart in that time, by an instance
 */
@Context
@ConfigurationProperties("pryzma.audit")
record AuditSettings(
        @Bindable(defaultValue = "1m") Duration refusalsInterval,
        @Bindable(defaultValue = "20") int refusalsDistinct) {
    @ConfigurationInject
    AuditSettings {
        if (refusalsInterval.toMillis() < 1 || refusalsDistinct < 1) {
            throw new IllegalArgumentException(
                    "pryzma.audit.refusals-interval and refusals-distinct must be more than"
                            + " nothing");
        }
    }
}
