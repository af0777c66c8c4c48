package global.pryzma.ledger.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The maker and verifier of the service's own access tokens: JWTs (RFC 9068 in form) signed by a
 * {@link SigningKey}.
 */
@Singleton
@Requires(missingProperty = ExternalIssuer.PROPERTY)
final class AccessTokens implements TokenVerifier {
    static final String ORGANISATION = "org_id";
    static final String CLIENT = "client_id";
    static final String SCOPE = "scope";

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final SecuritySettings settings;
    private final ServiceKey keys;
    private final Clock clock;
    private final Remembered<Verified> verified = new Remembered<>();

    AccessTokens(SecuritySettings settings, ServiceKey keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    /** A token whose signature is right and whose claims are ours, whenever it holds. */
    private record Verified(TokenCheck.Valid valid, HeldBetween times) {
        TokenCheck at(Instant now) {
            Optional<TokenFault> fault = times.faultAt(now);
            return fault.isPresent() ? new TokenCheck.Refused(fault.get()) : valid;
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

    @Override
    public Optional<TokenCheck.Valid> known(String token) {
        Optional<Verified> known = verified.get(token);
        return known.isPresent()
                        && known.get().at(clock.instant()) instanceof TokenCheck.Valid valid
                ? Optional.of(valid)
                : Optional.empty();
    }

    @Override
    public TokenCheck verify(String token) {
        Optional<TokenCheck.Valid> known = known(token);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            Instant now = clock.instant();
            Verified fresh = read(token, now);
            TokenCheck check = fresh.at(now);
            if (check instanceof TokenCheck.Valid) {
                verified.put(token, fresh);
            }
            return check;
        } catch (Faulty faulty) {
            return new TokenCheck.Refused(faulty.fault());
        }
    }

    private Verified read(String text, Instant now) throws Faulty {
        SignedJWT token = SignedText.parse(text);
        JWSHeader header = token.getHeader();
        if (!TYPE.equals(header.getType())) {
            throw new Faulty(TokenFault.MALFORMED);
        }
        // The key says which algorithm is right; the header's own keys are not looked at.
        SigningKey key = keys.find(header.getKeyID(), now).orElse(null);
        return SignedText.orMalformed(() -> {
            if (key == null || !key.publicHalf().hasSigned(token)) {
                throw new Faulty(TokenFault.BAD_SIGNATURE);
            }
            return claims(token.getJWTClaimsSet());
        });
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
        HeldBetween times = HeldBetween.of(claims);
        if (organisation == null || client == null || scope == null) {
            throw new Faulty(TokenFault.MALFORMED);
        }
        String id = claims.getJWTID();
        return new Verified(
                new TokenCheck.Valid(
                        new Caller(UUID.fromString(organisation), client, Scope.parseAll(scope)),
                        id == null ? null : UUID.fromString(id),
                        times.issued(),
                        times.expires()),
                times);
    }
}
