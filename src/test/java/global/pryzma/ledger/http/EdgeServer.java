package global.pryzma.ledger.http;

import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.security.Standing;
import global.pryzma.ledger.security.TestTokens;
import global.pryzma.ledger.testing.AtExit;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import io.micronaut.context.ApplicationContext;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The whole service, with the routes of {@link ProbeController} besides its own. */
final class EdgeServer implements AutoCloseable {
    static final String NAME = "edge";
    static final UUID ORGANISATION = UUID.fromString("7d9f1c1e-8a55-4d43-9c0a-3f0f6c2b1a01");
    static final String KEY = "018f4f1e-7b1a-7c3d-9e2f-1a2b3c4d5e6f";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Object SHARED_LOCK = new Object();
    private static @Nullable EdgeServer shared;

    private final ServiceUnderTest service;
    private final String token;

    private EdgeServer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("spec.name", NAME);
        service = ServiceUnderTest.start(all);
        token = token(Scope.values());
    }

    /** The one for tests that need no settings of their own; it stops with the test process. */
    static EdgeServer shared() {
        synchronized (SHARED_LOCK) {
            if (shared == null) {
                EdgeServer server = start(TestProperties.PATIENT);
                AtExit.run(server::close);
                shared = server;
            }
            return shared;
        }
    }

    static EdgeServer start(Map<String, Object> properties) {
        return new EdgeServer(properties);
    }

    <T> T bean(Class<T> type) {
        return service.bean(type);
    }

    /** A token with every scope. */
    String token() {
        return token;
    }

    String token(Scope... scopes) {
        return TestTokens.issue(service.bean(ApplicationContext.class), ORGANISATION, scopes);
    }

    /** With a token of every scope. */
    HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer " + token);
    }

    /** The same of another organisation. */
    HttpRequest.Builder ofAnother(String path) {
        String other =
                TestTokens.issue(
                        service.bean(ApplicationContext.class), UUID.randomUUID(), Scope.values());
        return anonymous(path).header("Authorization", "Bearer " + other);
    }

    /** The organisation may have so many requests in flight, and this instance knows it. */
    void limitRequests(int most) {
        Sql.run(
                service,
                "INSERT INTO organisation_limit (id, kind, organisation_id, most)"
                        + " VALUES (gen_random_uuid(), 'requests_in_flight', ?, ?)",
                ORGANISATION,
                most);
        service.bean(Standing.class).run();
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create(service.uri() + path));
    }

    /** A POST to {@code /v1/probes} with everything that it needs. */
    HttpRequest.Builder post(String body) {
        return request("/v1/probes")
                .header("Pryzma-Idempotency-Key", KEY)
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends these characters as bytes, and gives back all that comes until the server closes. */
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", service.uri().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Override
    public void close() {
        service.close();
    }
}
