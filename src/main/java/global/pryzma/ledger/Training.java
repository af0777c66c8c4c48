package global.pryzma.ledger;

import global.pryzma.ledger.embedded.FolderTree;
import global.pryzma.ledger.organisation.DemoCredential;
import global.pryzma.ledger.organisation.DemoOrganisation;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * A short life of the service for the JVM, which makes its AOT cache of it ({@code
 * -XX:AOTCacheOutput}, JEP 514): with embedded parts in a temporary folder it does what most
 * requests ask for, and ends. Nothing that is configured in the environment is touched.
 */
final class Training {
    static final String COMMAND = "train";

    /** So that the JVM learns which methods are hot (JEP 515), too. */
    private static final int TRANSFERS = 300;

    private final Application service;
    private final JsonMapper json;
    private final HttpClient client = HttpClient.newHttpClient();
    private String token = "";

    private Training(Application service) {
        this.service = service;
        this.json = service.context().getBean(JsonMapper.class);
    }

    /** Tells what it has done. */
    static String run() {
        try {
            Path folder = Files.createTempDirectory("pryzma-ledger-training");
            try (Application service =
                    Application.start(
                            Application.configuration()
                                    .environmentPropertySource(false)
                                    .properties(
                                            Map.of(
                                                    "datasources.default.url",
                                                    "",
                                                    "pryzma.ledger.addresses",
                                                    "",
                                                    "pryzma.data-folder",
                                                    folder.toString(),
                                                    "pryzma.demo.enabled",
                                                    true,
                                                    "pryzma.management.port",
                                                    0,
                                                    "micronaut.server.port",
                                                    -1)))) {
                new Training(service).pay();
            } finally {
                FolderTree.delete(folder);
            }
            return "Trained: " + TRANSFERS + " transfers.";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pay() throws IOException {
        token = token();
        String program = id("/v1/programs", "{\"name\":\"Training\",\"currencies\":[\"EUR\"]}");
        String from = account(program, "settlement");
        String to = account(program, "consumer");
        for (int i = 0; i < TRANSFERS; i++) {
            id(
                    "/v1/transfers",
                    "{\"debit_account_id\":\"%s\",\"credit_account_id\":\"%s\",\"amount\":\"1\"}"
                            .formatted(from, to));
        }
        get("/v1/accounts/" + to);
        get("/v1/accounts/" + to + "/transfers");
        get("/health");
    }

    private String account(String program, String type) throws IOException {
        return id(
                "/v1/accounts",
                "{\"program_id\":\"%s\",\"type\":\"%s\",\"currency\":\"EUR\"}"
                        .formatted(program, type));
    }

    private String token() throws IOException {
        DemoCredential credential =
                service.context().getBean(DemoOrganisation.class).created().orElseThrow();
        String pair = credential.clientId() + ":" + credential.clientSecret();
        return text(
                request("/oauth2/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        pair.getBytes(StandardCharsets.UTF_8)))
                        .POST(BodyPublishers.ofString("grant_type=client_credentials")),
                "access_token");
    }

    private String id(String path, String body) throws IOException {
        return text(
                authorized(path)
                        .header("Content-Type", "application/json")
                        .header("Pryzma-Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(body)),
                "id");
    }

    private void get(String path) throws IOException {
        send(authorized(path));
    }

    private HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.uri() + path));
    }

    private String text(HttpRequest.Builder request, String field) throws IOException {
        Map<String, Object> answer =
                json.readValue(send(request), Argument.mapOf(String.class, Object.class));
        return String.valueOf(answer.get(field));
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(response.uri() + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
