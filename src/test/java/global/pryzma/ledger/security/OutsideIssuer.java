package global.pryzma.ledger.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

import global.pryzma.ledger.testing.TcpProxy;

import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An issuer of tokens on a port of this machine, whose tokens look like those of a Cognito user
 * pool; its keys are read over a wire that can be cut.
 */
final class OutsideIssuer implements AutoCloseable {
    private static final String POOL = "pool";
    private static final long EXPIRES_SECONDS = 3600;

    private final Keys keys = new Keys();
    private final MockOAuth2Server server =
            new MockOAuth2Server(
                    new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(keys)));
    private final TcpProxy wire;

    OutsideIssuer() {
        server.start(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.baseUrl().port());
        wire = new TcpProxy(() -> address);
    }

    /** What it signs with; the library's own keys all have one id. */
    private static final class Keys extends KeyProvider {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile JWK current = rsa();

        @Override
        public JWK signingKey(@Nullable String issuer) {
            asked.incrementAndGet();
            return current;
        }

        @Override
        public JWSAlgorithm algorithm() {
            return current instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        }

        @Override
        public String keyType() {
            return current.getKeyType().getValue();
        }
    }

    private static JWK rsa() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JWK ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The settings of a service that takes its tokens. */
    Map<String, Object> settings() {
        return Map.of(
                "pryzma.security.external.issuer",
                issuer(),
                "pryzma.security.external.jwks-url",
                "http://" + wire.address() + "/" + POOL + "/jwks");
    }

    String issuer() {
        return server.issuerUrl(POOL).toString();
    }

    /** Where its clients ask for tokens. */
    String tokenEndpoint() {
        return server.tokenEndpointUrl(POOL).toString();
    }

    TcpProxy wire() {
        return wire;
    }

    /** The key that it signs with, both halves. */
    JWK key() {
        return keys.current;
    }

    /** From now on it signs with another key, and publishes that one alone. */
    void rotate() {
        keys.current = ec();
    }

    /** How often its key was looked at: to sign with, or to be published. */
    int timesAsked() {
        return keys.asked.get();
    }

    /** A token that this client got. */
    String token(String client, String scope) {
        return server.issueToken(POOL, client, callback(client, scope)).serialize();
    }

    /** The next client that asks at the endpoint gets such a token. */
    void nextIs(String client, String scope) {
        server.enqueueCallback(callback(client, scope));
    }

    private static DefaultOAuth2TokenCallback callback(String client, String scope) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("token_use", "access");
        claims.put("client_id", client);
        claims.put("scope", scope);
        claims.put("version", 2);
        return new DefaultOAuth2TokenCallback(
                POOL, client, "JWT", List.of(), claims, EXPIRES_SECONDS);
    }

    @Override
    public void close() {
        wire.close();
        server.shutdown();
    }
}
