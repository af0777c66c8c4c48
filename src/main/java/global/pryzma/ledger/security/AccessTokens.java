package global.pryzma.ledger.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The maker and verifier of access tokens: JWTs (RFC 9068 in form) signed with ES256 by the {@link
 * ServiceKey}. A token that was verified is remembered, by its hash, so that a caller who uses it
 * again costs no signature check.
 */
@Singleton
final class AccessTokens {
    static final String ORGANISATION = "org_id";
    static final String CLIENT = "client_id";
    static final String SCOPE = "scope";

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final int MAX_CHARS = 4096;
    private static final int REMEMBERED = 10_000;

    /** The most that the clocks of two machines may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final SecuritySettings settings;
    private final ServiceKey key;
    private final JWSVerifier verifier;
    private final Clock clock;
    private final Cache<TokenHash, Verified> verified;

    @Inject
    AccessTokens(SecuritySettings settings, ServiceKey key, Clock clock) throws JOSEException {
        this(settings, key, clock, new ECDSAVerifier(key.key().toECPublicKey()));
    }

    AccessTokens(SecuritySettings settings, ServiceKey key, Clock clock, JWSVerifier verifier) {
        this.settings = settings;
        this.key = key;
        this.verifier = verifier;
        this.clock = clock;
        // Its own clock never decides: whether a remembered token still holds is asked each time.
        this.verified = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    }

    private record Verified(Caller caller, Instant notBefore, Instant expires) {
        boolean holds(Instant now) {
            return !now.isBefore(notBefore.minus(SKEW)) && now.isBefore(expires.plus(SKEW));
        }
    }

    /** A new token. */
    String issue(UUID organisation, String clientId, Set<Scope> scopes) {
        Instant now = clock.instant();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(TYPE)
                                .keyID(key.key().getKeyID())
                                .build(),
                        new JWTClaimsSet.Builder()
                                .issuer(settings.issuer())
                                .audience(settings.audience())
                                .subject(clientId)
                                .jwtID(UUID.randomUUID().toString())
                                .issueTime(Date.from(now))
                                .expirationTime(Date.from(now.plus(settings.tokenLifetime())))
                                .claim(ORGANISATION, organisation.toString())
                                .claim(CLIENT, clientId)
                                .claim(SCOPE, Scope.format(scopes))
                                .build());
        try {
            token.sign(new ECDSASigner(key.key()));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return token.serialize();
    }

    /** The caller for whom a token speaks that was verified before, and still holds. */
    Optional<Caller> known(String token) {
        if (token.length() > MAX_CHARS) {
            return Optional.empty();
        }
        Verified known = verified.getIfPresent(TokenHash.of(token));
        return known != null && known.holds(clock.instant())
                ? Optional.of(known.caller())
                : Optional.empty();
    }

    /**
     * The caller for whom the token speaks; empty when it is not one of ours or does not hold now.
     */
    Optional<Caller> verify(String token) {
        Optional<Caller> known = known(token);
        if (known.isPresent() || token.length() > MAX_CHARS) {
            return known;
        }
        Instant now = clock.instant();
        Optional<Verified> fresh = check(token).filter(it -> it.holds(now));
        fresh.ifPresent(it -> verified.put(TokenHash.of(token), it));
        return fresh.map(Verified::caller);
    }

    private Optional<Verified> check(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!isCanonical(text)
                    || !JWSAlgorithm.ES256.equals(header.getAlgorithm())
                    || !TYPE.equals(header.getType())
                    || !token.verify(verifier)) {
                return Optional.empty();
            }
            return claims(token.getJWTClaimsSet());
        } catch (ParseException | JOSEException | RuntimeException malformed) {
            // The parser has faults of its own for some texts, such as a header that is null.
            return Optional.empty();
        }
    }

    /**
     * Whether each part is base64url as RFC 7515 has it: no padding, no stray bits, no other
     * characters. The parser takes all of these, and one token would have many texts.
     */
    private static boolean isCanonical(String token) {
        for (String part : token.split("\\.", -1)) {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return false;
            }
        }
        return true;
    }

    private Optional<Verified> claims(JWTClaimsSet claims) throws ParseException {
        String organisation = claims.getStringClaim(ORGANISATION);
        String client = claims.getStringClaim(CLIENT);
        String scope = claims.getStringClaim(SCOPE);
        if (organisation == null
                || client == null
                || scope == null
                || claims.getExpirationTime() == null
                || !settings.issuer().equals(claims.getIssuer())
                || !claims.getAudience().contains(settings.audience())) {
            return Optional.empty();
        }
        Instant notBefore =
                claims.getNotBeforeTime() == null
                        ? Instant.EPOCH
                        : claims.getNotBeforeTime().toInstant();
        return Optional.of(
                new Verified(
                        new Caller(UUID.fromString(organisation), client, Scope.parseAll(scope)),
                        notBefore,
                        claims.getExpirationTime().toInstant()));
    }

    /** SHA-256 of a token: the token itself does not lie about in memory. */
    private record TokenHash(long a, long b, long c, long d) {
        static TokenHash of(String token) {
            ByteBuffer hash = ByteBuffer.wrap(Sha256.of(token));
            return new TokenHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }
    }
}
