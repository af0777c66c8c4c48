package global.pryzma.ledger.security;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The settings of tokens: what they say and how long they hold.
 *
 * @param issuer the {@code iss} of our tokens, and the only one that is taken
 * @param audience the {@code aud} that a token must have
 * @param tokenLifetime from issue to expiry
 */
@ConfigurationProperties("pryzma.security")
record SecuritySettings(
        @Bindable(defaultValue = "https://api.pryzma.global") String issuer,
        @Bindable(defaultValue = "https://api.pryzma.global") String audience,
        @Bindable(defaultValue = "1h") Duration tokenLifetime) {
    @ConfigurationInject
    SecuritySettings {
        if (issuer.isBlank() || audience.isBlank() || tokenLifetime.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "pryzma.security needs an issuer, an audience and a token lifetime of at least"
                            + " 1 s");
        }
    }
}
