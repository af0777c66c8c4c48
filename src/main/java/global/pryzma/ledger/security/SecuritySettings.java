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
 * @param standingHeld how long the last lists of those who may not act hold when they can't be read
 */
@Context // what is wrong with them is told at the start, not by the first token
@ConfigurationProperties("pryzma.security")
record SecuritySettings(
        @Bindable(defaultValue = "https://api.pryzma.global") String issuer,
        @Bindable(defaultValue = "https://api.pryzma.global") String audience,
        @Bindable(defaultValue = "1h") Duration tokenLifetime,
        @Bindable(defaultValue = "60s") Duration standingHeld) {
    /** Revocations of credentials are told for longer than that, see {@link Standing}. */
    static final Duration LONGEST_LIFETIME = Duration.ofHours(24);

    /** More would let those act for longer who may not; less, and one slow reading stops all. */
    private static final Duration HELD_AT_LEAST = Duration.ofSeconds(4);

    private static final Duration HELD_AT_MOST = Duration.ofSeconds(60);

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
        if (standingHeld.compareTo(HELD_AT_LEAST) < 0 || standingHeld.compareTo(HELD_AT_MOST) > 0) {
            throw new IllegalArgumentException("pryzma.security.standing-held is from 4 s to 60 s");
        }
    }
}
