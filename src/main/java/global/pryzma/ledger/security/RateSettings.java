package global.pryzma.ledger.security;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How many requests one instance takes of whom, before it says 429.
 *
 * @param credentialPerSecond requests of one credential
 * @param organisationPerSecond requests of all credentials of an organisation
 * @param addressPerMinute requests for tokens, and tokens that do not hold, of one address
 */
@ConfigurationProperties("pryzma.rate")
record RateSettings(
        @Bindable(defaultValue = "20000") int credentialPerSecond,
        @Bindable(defaultValue = "40000") int organisationPerSecond,
        @Bindable(defaultValue = "600") int addressPerMinute) {
    @ConfigurationInject
    RateSettings {
        if (credentialPerSecond < 1 || organisationPerSecond < 1 || addressPerMinute < 1) {
            throw new IllegalArgumentException("pryzma.rate.* are at least 1");
        }
    }
}
