package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** What an issuer may publish, and what is not taken from it. */
class PublishedKeysTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final String ISSUER = "https://issuer.example";

    @Test
    void keysOfOtherKindsUsesAndAlgorithmsArePassedOver() throws Exception {
        ECKey good = new ECKeyGenerator(Curve.P_256).keyID("good").generate();
        OctetSequenceKey secret = new OctetSequenceKeyGenerator(256).keyID("oct").generate();
        List<JWK> keys =
                List.of(
                        good.toPublicJWK(),
                        new ECKeyGenerator(Curve.P_384).keyID("p384").generate(),
                        new ECKeyGenerator(Curve.P_256)
                                .keyID("enc")
                                .keyUse(KeyUse.ENCRYPTION)
                                .generate(),
                        new ECKeyGenerator(Curve.P_256)
                                .keyID("other")
                                .algorithm(JWSAlgorithm.ES384)
                                .generate(),
                        new ECKeyGenerator(Curve.P_256).generate(),
                        new ECKeyGenerator(Curve.P_256).keyID("good").generate(),
                        secret);
        Map<String, VerifyingKey> usable = PublishedKeys.parse(new JWKSet(keys).toString(false));
        assertThat(usable).containsOnlyKeys("good");
        assertThat(usable.values())
                .singleElement()
                .matches(key -> key.isSameAs(VerifyingKey.of(good).orElseThrow()));
        assertThatThrownBy(() -> PublishedKeys.parse("{\"keys\":[]}")).hasMessageContaining("0");
    }

    @ParameterizedTest
    @CsvSource({
        "500, '{}'",
        "302, ''",
        "200, ''",
        "200, 'no json'",
        "200, '{\"keys\":[]}'",
    })
    void anAnswerThatIsNone(int status, String body) throws Exception {
        HttpServer server = server(status, body.getBytes(StandardCharsets.UTF_8));
        PublishedKeys keys = keys(server);
        assertThatThrownBy(() -> keys.ask().join()).isInstanceOf(CompletionException.class);
        keys.close();
        server.stop(0);
    }

    @Test
    void noMoreIsReadThanKeysNeed() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("a").generate();
        String json = new JWKSet(key.toPublicJWK()).toString();
        HttpServer small = server(200, json.getBytes(StandardCharsets.UTF_8));
        HttpServer large =
                server(200, (json + " ".repeat(65_536)).getBytes(StandardCharsets.UTF_8));
        PublishedKeys reading = keys(small);
        assertThat(reading.ask().join()).containsOnlyKeys("a");
        PublishedKeys refusing = keys(large);
        assertThatThrownBy(() -> refusing.ask().join()).isInstanceOf(CompletionException.class);
        reading.close();
        refusing.close();
        small.stop(0);
        large.stop(0);
    }

    /** Any redirect leads to keys, which must not be looked at. */
    private static HttpServer server(int status, byte[] body) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("a").generate();
        byte[] good = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    boolean first = exchange.getRequestURI().getPath().equals("/jwks");
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    byte[] sent = first ? body : good;
                    exchange.sendResponseHeaders(
                            first ? status : 200, sent.length == 0 ? -1 : sent.length);
                    exchange.getResponseBody().write(sent);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static PublishedKeys keys(HttpServer server) {
        return new PublishedKeys(
                issuer("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks"));
    }

    private static ExternalIssuer issuer(String url) {
        return new ExternalIssuer(ISSUER, URI.create(url), DAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://issuer.example/jwks",
                "http://127.0.0.1.example/jwks",
                "http://10.0.0.1/jwks",
                "https://user@issuer.example/jwks",
                "https://issuer.example/jwks#x",
                "ftp://127.0.0.1/jwks",
                "file:///etc/passwd",
                "/jwks"
            })
    void wherefromKeysAreNotRead(String url) {
        assertThatThrownBy(() -> issuer(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://issuer.example/jwks",
                "http://localhost:1/jwks",
                "http://127.0.0.2/jwks",
                "http://[::1]:1/jwks"
            })
    void wherefromTheyAre(String url) {
        assertThat(issuer(url).isConfigured()).isTrue();
    }

    @Test
    void halfASettingIsNone() {
        URI url = URI.create("https://issuer.example/jwks");
        assertRefused(ISSUER, null, DAY);
        assertRefused(null, url, DAY);
        assertRefused(" ", url, DAY);
        assertRefused(ISSUER, url, Duration.ofSeconds(59));
        assertRefused(ISSUER, url, Duration.ofDays(8));
        assertThat(new ExternalIssuer(null, null, DAY).isConfigured()).isFalse();
        for (long seconds : new long[] {3, 61}) {
            assertThatThrownBy(() ->
                            new SecuritySettings(ISSUER, ISSUER, DAY, Duration.ofSeconds(seconds)))
                    .hasMessageContaining("standing-held");
        }
    }

    private static void assertRefused(
            @Nullable String issuer, @Nullable URI url, Duration keysHeld) {
        assertThatThrownBy(() -> new ExternalIssuer(issuer, url, keysHeld))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
