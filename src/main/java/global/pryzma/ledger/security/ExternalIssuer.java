package global.pryzma.ledger.security;

import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;

/**
 * The issuer of tokens outside of this service, as an AWS Cognito user pool is one. Where there is
 * one its tokens alone are taken, and the built-in endpoint is off: of two that may let somebody
 * in, one would be forgotten.
 *
 * @param issuer the {@code iss} of its tokens; null where the service issues them itself
 * @param jwksUrl where it publishes its keys (RFC 7517)
 * @param keysHeld how long the last keys hold when they can't be read any more
 */
@Context // what is wrong with them is told at the start, not by the first token
@ConfigurationProperties(ExternalIssuer.PREFIX)
public record ExternalIssuer(
        @Nullable String issuer,
        @Nullable URI jwksUrl,
        @Bindable(defaultValue = "24h") Duration keysHeld) {
    static final String PREFIX = "pryzma.security.external";

    /** Whether this is set decides which of the beans there are. */
    static final String PROPERTY = PREFIX + ".issuer";

    private static final Duration MOST = Duration.ofDays(7);

    @ConfigurationInject
    public ExternalIssuer {
        if ((issuer == null) != (jwksUrl == null) || issuer != null && issuer.isBlank()) {
            throw new IllegalArgumentException(PREFIX + " needs both, an issuer and a jwks-url");
        }
        if (jwksUrl != null && !isSafe(jwksUrl)) {
            throw new IllegalArgumentException(
                    PREFIX
                            + ".jwks-url is an https URL without user information; http is for this"
                            + " machine alone");
        }
        if (keysHeld.toMinutes() < 1 || keysHeld.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(PREFIX + ".keys-held is from 1 minute to 7 days");
        }
    }

    /** Whether tokens come from there. */
    public boolean isConfigured() {
        return issuer != null;
    }

    /** Whether nobody on the way can put his own keys in the place of the issuer's. */
    private static boolean isSafe(URI url) {
        String host = url.getHost();
        return host != null
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && ("https".equalsIgnoreCase(url.getScheme())
                        || "http".equalsIgnoreCase(url.getScheme()) && isThisMachine(host));
    }

    private static boolean isThisMachine(String host) {
        try {
            return host.equalsIgnoreCase("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
