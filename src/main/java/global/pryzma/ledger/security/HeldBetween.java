package global.pryzma.ledger.security;

import com.nimbusds.jwt.JWTClaimsSet;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * The times of a token.
 *
 * @param notBefore the later one of {@code nbf} and {@code iat}
 */
record HeldBetween(Instant issued, Instant notBefore, Instant expires) {
    /** The most that the clocks of two machines may be apart. */
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    /**
     * @throws Faulty for a token without an end
     */
    static HeldBetween of(JWTClaimsSet claims) throws Faulty {
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw new Faulty(TokenFault.MALFORMED);
        }
        Instant issued = instant(claims.getIssueTime());
        Instant notBefore = instant(claims.getNotBeforeTime());
        return new HeldBetween(
                issued, notBefore.isAfter(issued) ? notBefore : issued, expires.toInstant());
    }

    private static Instant instant(@Nullable Date date) {
        return date == null ? Instant.EPOCH : date.toInstant();
    }

    /** What is against the token at this time. */
    Optional<TokenFault> faultAt(Instant now) {
        if (!now.isBefore(expires.plus(LEEWAY))) {
            return Optional.of(TokenFault.EXPIRED);
        }
        return now.isBefore(notBefore.minus(LEEWAY))
                ? Optional.of(TokenFault.NOT_YET_VALID)
                : Optional.empty();
    }
}
