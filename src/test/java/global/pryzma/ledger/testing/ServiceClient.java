package global.pryzma.ledger.testing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** A client as a caller would write one with the JDK alone. */
public final class ServiceClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();

    private final URI uri;

    public ServiceClient(URI uri) {
        this.uri = uri;
    }

    /** A request to a path such as {@code /v1/accounts}, to be completed and sent. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(uri + path)).timeout(Duration.ofSeconds(90));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Without a token. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    public HttpResponse<String> get(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token).GET());
    }

    /** A POST of JSON with an idempotency key. */
    public HttpResponse<String> post(String path, String token, UUID key, String json) {
        return send("POST", path, token, key, json);
    }

    /** A PATCH of JSON with an idempotency key. */
    public HttpResponse<String> patch(String path, String token, UUID key, String json) {
        return send("PATCH", path, token, key, json);
    }

    private HttpResponse<String> send(
            String method, String path, String token, UUID key, String json) {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Pryzma-Idempotency-Key", key.toString())
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json)));
    }

    /** A DELETE with an idempotency key. */
    public HttpResponse<String> delete(String path, String token, UUID key) {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Pryzma-Idempotency-Key", key.toString())
                        .DELETE());
    }

    /** Asks the token endpoint, as a client with these credentials. */
    public HttpResponse<String> askForToken(String clientId, String clientSecret) {
        return postForm(
                "/oauth2/token",
                "grant_type",
                "client_credentials",
                "client_id",
                clientId,
                "client_secret",
                clientSecret);
    }

    /** A POST of a form, such as the token endpoint takes; names and values in turn. */
    public HttpResponse<String> postForm(String path, String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(encode(namesAndValues[i]))
                    .append('=')
                    .append(encode(namesAndValues[i + 1]));
        }
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form.toString())));
    }

    private static String encode(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }
}
