package global.pryzma.ledger.security;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

import java.time.Duration;

/**
 * The settings of tokens: what they say and how long they hold.
 *
 * @param issuer the {@code iss} of our tokens, and the only one that is taken
 * @param audience the {@code aud} that a token must have
 * @param tokenLifetime from issue to expiry
 */
@Context // what is wrong with them is told at the start, not by the first token
@ConfigurationProperties("pryzma.security")
record SecuritySettings(
        @Bindable(defaultValue = "https://api.pryzma.global") String issuer,
        @Bindable(defaultValue = "https://api.pryzma.global") String audience,
        @Bindable(defaultValue = "1h") Duration tokenLifetime) {
    /** Revocations of credentials are told for longer than that, see {@link Standing}. */
    static final Duration LONGEST_LIFETIME = Duration.ofHours(24);

    @ConfigurationInject
    SecuritySettings {
        if (issuer.isBlank()
                || audience.isBlank()
                || tokenLifetime.toSeconds() < 1
                || tokenLifetime.compareTo(LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException(
                    "pryzma.security needs an issuer, an audience and a token lifetime of 1 s to"
                            + " 24 h");
        }
    }
}
