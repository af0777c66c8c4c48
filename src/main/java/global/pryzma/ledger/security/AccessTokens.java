package global.pryzma.ledger.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

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
 * The maker and verifier of access tokens: JWTs (RFC 9068 in form) signed by a {@link SigningKey}.
 * A token that was verified is remembered, by its hash, so that a caller who uses it again costs no
 * signature check.
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
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private final SecuritySettings settings;
    private final ServiceKey keys;
    private final Clock clock;
    private final Cache<TokenHash, Verified> verified;

    AccessTokens(SecuritySettings settings, ServiceKey keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        // Its own clock never decides: whether a remembered token still holds is asked each time.
        this.verified = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    }

    /** A token whose signature is right and whose claims are ours, whenever it holds. */
    private record Verified(TokenCheck.Valid valid, Instant notBefore) {
        TokenCheck at(Instant now) {
            if (!now.isBefore(valid.expires().plus(LEEWAY))) {
                return new TokenCheck.Refused(TokenFault.EXPIRED);
            }
            return now.isBefore(notBefore.minus(LEEWAY))
                    ? new TokenCheck.Refused(TokenFault.NOT_YET_VALID)
                    : valid;
        }
    }

    /** A new token. */
    String issue(UUID organisation, String clientId, Set<Scope> scopes) {
        Instant now = clock.instant();
        SigningKey key = keys.signing(now);
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(key.algorithm()).type(TYPE).keyID(key.id()).build(),
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
        key.sign(token);
        return token.serialize();
    }

    /** A token that was verified before, and still holds. */
    Optional<TokenCheck.Valid> known(String token) {
        if (token.length() > MAX_CHARS) {
            return Optional.empty();
        }
        Verified known = verified.getIfPresent(TokenHash.of(token));
        return known != null && known.at(clock.instant()) instanceof TokenCheck.Valid valid
                ? Optional.of(valid)
                : Optional.empty();
    }

    /** Checks everything about a token but whether it was revoked. */
    TokenCheck verify(String token) {
        Optional<TokenCheck.Valid> known = known(token);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            Instant now = clock.instant();
            Verified fresh = read(token, now);
            TokenCheck check = fresh.at(now);
            if (check instanceof TokenCheck.Valid) {
                verified.put(TokenHash.of(token), fresh);
            }
            return check;
        } catch (Faulty faulty) {
            return new TokenCheck.Refused(faulty.fault);
        }
    }

    private Verified read(String text, Instant now) throws Faulty {
        if (text.length() > MAX_CHARS) {
            throw new Faulty(TokenFault.MALFORMED);
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!isCanonical(text) || !TYPE.equals(header.getType())) {
                throw new Faulty(TokenFault.MALFORMED);
            }
            // The key says which algorithm is right; the header's own keys are not looked at.
            SigningKey key = keys.find(header.getKeyID(), now).orElse(null);
            if (key == null || !key.hasSigned(token)) {
                throw new Faulty(TokenFault.BAD_SIGNATURE);
            }
            return claims(token.getJWTClaimsSet());
        } catch (ParseException | RuntimeException | StackOverflowError malformed) {
            // The parser has faults of its own for some texts, such as a header that is null.
            throw new Faulty(TokenFault.MALFORMED);
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

    private Verified claims(JWTClaimsSet claims) throws ParseException, Faulty {
        if (!settings.issuer().equals(claims.getIssuer())) {
            throw new Faulty(TokenFault.WRONG_ISSUER);
        }
        if (!claims.getAudience().contains(settings.audience())) {
            throw new Faulty(TokenFault.WRONG_AUDIENCE);
        }
        String organisation = claims.getStringClaim(ORGANISATION);
        String client = claims.getStringClaim(CLIENT);
        String scope = claims.getStringClaim(SCOPE);
        Date expires = claims.getExpirationTime();
        if (organisation == null || client == null || scope == null || expires == null) {
            throw new Faulty(TokenFault.MALFORMED);
        }
        Instant issued = instant(claims.getIssueTime());
        Instant notBefore = instant(claims.getNotBeforeTime());
        String id = claims.getJWTID();
        return new Verified(
                new TokenCheck.Valid(
                        new Caller(UUID.fromString(organisation), client, Scope.parseAll(scope)),
                        id == null ? null : UUID.fromString(id),
                        issued,
                        expires.toInstant()),
                notBefore.isAfter(issued) ? notBefore : issued);
    }

    private static Instant instant(@Nullable Date date) {
        return date == null ? Instant.EPOCH : date.toInstant();
    }

    /** The end of a check. */
    private static final class Faulty extends Exception {
        private final TokenFault fault;

        Faulty(TokenFault fault) {
            super(fault.reason(), null, false, false);
            this.fault = fault;
        }
    }

    /** SHA-256 of a token: the token itself does not lie about in memory. */
    private record TokenHash(long a, long b, long c, long d) {
        static TokenHash of(String token) {
            ByteBuffer hash = ByteBuffer.wrap(Sha256.of(token));
            return new TokenHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }
    }
}
