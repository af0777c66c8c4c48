package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.CrashPoints.Point;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The process is killed while it does what an operator asks: before anything is written, and before
 * the answer is given. The retry does it once; and the secret that it tells is good.
 */
class OperatorCrashPointTest {
    private static final String ORGANISATIONS = "/v1/organisations";

    @TempDir private static Path folder;

    private static ServiceProcess service;
    private static Books books;

    private final UUID key = UUID.randomUUID();
    private String organisation;
    private String credential;

    @BeforeAll
    static void start() {
        service = new ServiceProcess(folder).with(TestProperties.PATIENT).withCrashPoints().start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void make() {
        organisation = ORGANISATIONS + "/" + id(post(ORGANISATIONS, "{\"name\":\"n\"}"), "id");
        credential =
                organisation
                        + "/credentials/"
                        + id(
                                post(
                                        organisation + "/credentials",
                                        "{\"scopes\":[\"programs.read\"]}"),
                                "client_id");
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWERED, organisations.create",
        "RECORDED, organisations.create",
        "ANSWERED, organisations.update",
        "RECORDED, organisations.update",
        "ANSWERED, credentials.create",
        "RECORDED, credentials.create",
        "ANSWERED, credentials.revoke",
        "RECORDED, credentials.revoke",
        "ANSWERED, credentials.rotate",
        "RECORDED, credentials.rotate"
    })
    void aRetryAfterTheCrashDoesItOnce(Point point, String operation) {
        long before = rows(operation);
        Crash.at(point, key, service, books, () -> send(operation));
        assertThat(rows(operation)).isEqualTo(before + (point == Point.RECORDED ? 1 : 0));
        HttpResponse<String> retried = send(operation);
        assertThat(retried.statusCode()).as(retried.body()).isIn(200, 201);
        assertThat(retried.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent())
                .as("replayed if, and only if, it had been recorded")
                .isEqualTo(point == Point.RECORDED);
        assertThat(send(operation).body()).isEqualTo(retried.body());
        assertThat(rows(operation)).isEqualTo(before + 1);
        JsonNode answer = Books.json(retried.body());
        if (answer.has("client_secret")) {
            assertThat(
                            books.client()
                                    .askForToken(
                                            answer.path("client_id").asText(),
                                            answer.path("client_secret").asText())
                                    .statusCode())
                    .isEqualTo(200);
        } else {
            assertThat(operation).isNotIn("credentials.create", "credentials.rotate");
        }
    }

    private HttpResponse<String> send(String operation) {
        return switch (operation) {
            case "organisations.create" ->
                    post(ORGANISATIONS, key, "{\"name\":\"n\",\"limits\":{\"accounts\":5}}");
            case "organisations.update" ->
                    books.client()
                            .patch(
                                    organisation,
                                    books.token(),
                                    key,
                                    "{\"name\":\"m\",\"limits\":{\"programs\":5}}");
            case "credentials.create" ->
                    post(
                            organisation + "/credentials",
                            key,
                            "{\"scopes\":[\"programs.read\"],\"rate_limit\":5}");
            case "credentials.revoke" -> books.client().delete(credential, books.token(), key);
            case "credentials.rotate" ->
                    post(credential + "/rotate", key, "{\"grace_seconds\":60}");
            default -> throw new IllegalArgumentException(operation);
        };
    }

    /** What it adds to. */
    private static long rows(String operation) {
        return Sql.number(
                service.postgresUrl(),
                switch (operation) {
                    case "organisations.create" ->
                            "SELECT count(*) FROM organisation JOIN organisation_limit USING (id)";
                    case "organisations.update" ->
                            "SELECT count(*) FROM organisation_change JOIN organisation_limit USING"
                                    + " (id)";
                    case "credentials.create" ->
                            "SELECT count(*) FROM credential WHERE rate_limit IS NOT NULL";
                    case "credentials.revoke" ->
                            "SELECT count(*) FROM credential WHERE revoked_at IS NOT NULL";
                    case "credentials.rotate" -> "SELECT count(*) FROM credential_secret";
                    default -> throw new IllegalArgumentException(operation);
                });
    }

    private static HttpResponse<String> post(String path, String json) {
        return post(path, UUID.randomUUID(), json);
    }

    private static HttpResponse<String> post(String path, UUID itsKey, String json) {
        return books.client().post(path, books.token(), itsKey, json);
    }

    private static String id(HttpResponse<String> made, String field) {
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Books.json(made.body()).path(field).asText();
    }
}
