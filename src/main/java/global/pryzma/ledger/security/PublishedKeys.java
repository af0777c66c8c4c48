package global.pryzma.ledger.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

import io.micronaut.context.annotation.Requires;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The keys that the {@link ExternalIssuer} publishes, as a JSON Web Key Set at one address. Whoever
 * has a say in what is read there lets in whom he wants: so no redirect is followed, and the answer
 * has limits of time and size.
 */
@Singleton
@Requires(property = ExternalIssuer.PROPERTY)
final class PublishedKeys implements KeySource {
    /** Requests wait for it, and have 3 s. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Duration TO_CONNECT = Duration.ofSeconds(1);
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_KEYS = 100;
    private static final int OK = 200;

    private final URI url;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(TO_CONNECT)
                    .build();

    PublishedKeys(ExternalIssuer issuer) {
        this.url = Objects.requireNonNull(issuer.jwksUrl());
    }

    /** A thread of its own asks: names are resolved by whoever does. */
    @Override
    public CompletableFuture<Map<String, VerifyingKey>> ask() {
        CompletableFuture<Map<String, VerifyingKey>> keys = new CompletableFuture<>();
        Thread reader =
                Thread.ofVirtual()
                        .name("issuer-keys")
                        .start(() -> {
                            try {
                                keys.complete(read());
                            } catch (Throwable fault) { // an Error too: somebody waits
                                keys.completeExceptionally(fault);
                            }
                        });
        return keys.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, fault) -> {
                    if (fault instanceof TimeoutException) {
                        reader.interrupt();
                    }
                });
    }

    private Map<String, VerifyingKey> read()
            throws IOException, InterruptedException, ParseException {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(LIMIT)
                        .header("Accept", "application/jwk-set+json, application/json")
                        .build();
        HttpResponse<byte[]> response =
                client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        if (response.statusCode() != OK) {
            throw new IOException("the answer was " + response.statusCode());
        }
        return parse(new String(response.body(), StandardCharsets.UTF_8));
    }

    /** The keys of a set that are of use, by their ids. */
    static Map<String, VerifyingKey> parse(String json) throws IOException, ParseException {
        Map<String, VerifyingKey> keys = new HashMap<>();
        for (JWK key : JWKSet.parse(json).getKeys()) {
            String id = key.getKeyID();
            if (id != null && !id.isEmpty()) {
                // Of two with one id the first.
                VerifyingKey.of(key).ifPresent(usable -> keys.putIfAbsent(id, usable));
            }
        }
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IOException(
                    "from 1 to %d keys for RS256 or ES256 are wanted, and %d were there"
                            .formatted(MAX_KEYS, keys.size()));
        }
        return Map.copyOf(keys);
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
