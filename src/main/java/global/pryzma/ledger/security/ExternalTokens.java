package global.pryzma.ledger.security;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The verifier of access tokens of the {@link ExternalIssuer}. The token says which client it was
 * given to; what that client may do, and for whom, its credential here says, and the token can only
 * narrow it down. That is looked up anew for each request.
 */
@Singleton
@Requires(property = ExternalIssuer.PROPERTY)
public final class ExternalTokens implements TokenVerifier {
    private static final String USE = "token_use";
    private static final String ACCESS = "access";

    /** RFC 9068; Cognito's tokens have none, others say that they are JWTs. */
    private static final Set<String> ACCESS_TYPES = Set.of("at+jwt", "application/at+jwt");

    private final ExternalIssuer issuer;
    private final SecuritySettings settings;
    private final IssuerKeys keys;
    private final Standing standing;
    private final Clock clock;
    private final Remembered<Verified> verified = new Remembered<>();

    ExternalTokens(
            ExternalIssuer issuer,
            SecuritySettings settings,
            IssuerKeys keys,
            Standing standing,
            Clock clock) {
        this.issuer = issuer;
        this.settings = settings;
        this.keys = keys;
        this.standing = standing;
        this.clock = clock;
    }

    /** A token whose signature is right and whose claims are the issuer's, whenever it holds. */
    private record Verified(
            String keyId, VerifyingKey key, String client, Set<Scope> scopes, HeldBetween times) {}

    @Override
    public CompletableFuture<Void> keyOf(String token) {
        if (known(token).isPresent()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return keys.sought(SignedText.parse(token).getHeader().getKeyID());
        } catch (Faulty malformed) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public Optional<TokenCheck.Valid> known(String token) {
        Optional<Verified> known = verified.get(token);
        // A key that the issuer has taken back takes what it has signed with it.
        return known.isPresent()
                        && keys.find(known.get().keyId())
                                instanceof KeyLookup.Found(VerifyingKey key)
                        && key == known.get().key()
                        && at(known.get(), clock.instant()) instanceof TokenCheck.Valid valid
                ? Optional.of(valid)
                : Optional.empty();
    }

    @Override
    public TokenCheck verify(String token) {
        try {
            SignedJWT parsed = SignedText.parse(token);
            String keyId = parsed.getHeader().getKeyID();
            return switch (keys.find(keyId)) {
                case KeyLookup.Found(VerifyingKey key) -> {
                    Verified fresh = read(parsed, keyId, key);
                    TokenCheck check = at(fresh, clock.instant());
                    if (check instanceof TokenCheck.Valid) {
                        verified.put(token, fresh);
                    }
                    yield check;
                }
                case KeyLookup.None _ -> new TokenCheck.Refused(TokenFault.BAD_SIGNATURE);
                case KeyLookup.Unsure _ -> new TokenCheck.Unsure();
            };
        } catch (Faulty faulty) {
            return new TokenCheck.Refused(faulty.fault());
        }
    }

    private Verified read(SignedJWT token, String keyId, VerifyingKey key) throws Faulty {
        return SignedText.orMalformed(() -> {
            // With the key's own algorithm; the header's keys and addresses are not looked at.
            if (!key.hasSigned(token)) {
                throw new Faulty(TokenFault.BAD_SIGNATURE);
            }
            return claims(token.getHeader(), token.getJWTClaimsSet(), keyId, key);
        });
    }

    private Verified claims(JWSHeader header, JWTClaimsSet claims, String keyId, VerifyingKey key)
            throws ParseException, Faulty {
        if (!String.valueOf(issuer.issuer()).equals(claims.getIssuer())) {
            throw new Faulty(TokenFault.WRONG_ISSUER);
        }
        if (!isAccessToken(header, claims)) {
            throw new Faulty(TokenFault.MALFORMED);
        }
        List<String> audience = claims.getAudience();
        if (!audience.isEmpty() && !audience.contains(settings.audience())) {
            throw new Faulty(TokenFault.WRONG_AUDIENCE);
        }
        String client = claims.getStringClaim(AccessTokens.CLIENT);
        String scope = claims.getStringClaim(AccessTokens.SCOPE);
        HeldBetween times = HeldBetween.of(claims);
        if (client == null || scope == null) {
            throw new Faulty(TokenFault.MALFORMED);
        }
        return new Verified(keyId, key, client, Scope.parseAll(scope), times);
    }

    /** An id token has the same keys and issuer, and is for the client alone. */
    private static boolean isAccessToken(JWSHeader header, JWTClaimsSet claims)
            throws ParseException {
        String use = claims.getStringClaim(USE);
        String type = header.getType() == null ? "" : header.getType().getType();
        return use == null
                ? ACCESS_TYPES.contains(type.toLowerCase(Locale.ROOT))
                : use.equals(ACCESS);
    }

    private TokenCheck at(Verified token, Instant now) {
        Optional<TokenFault> fault = token.times().faultAt(now);
        if (fault.isPresent()) {
            return new TokenCheck.Refused(fault.get());
        }
        return switch (standing.client(token.client())) {
            case Registration.Known(Caller client) ->
                    new TokenCheck.Valid(
                            client.narrowedTo(token.scopes()),
                            null,
                            token.times().issued(),
                            token.times().expires());
            case Registration.Over(Ended ended) -> new TokenCheck.Refused(ended.fault());
            // Its tokens are for somebody else's API.
            case Registration.None _ -> new TokenCheck.Refused(TokenFault.WRONG_AUDIENCE);
        };
    }
}
