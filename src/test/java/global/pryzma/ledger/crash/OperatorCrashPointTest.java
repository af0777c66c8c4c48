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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The process is killed while it does what operators ask, or what has no ledger side: before
 * anything is written, and before the answer is given. The retry does it once; and the secret that
 * it tells is good.
 */
class OperatorCrashPointTest {
    private static final String ORGANISATIONS = "/v1/organisations";

    @TempDir private static Path folder;

    private static ServiceProcess service;
    private static Books books;

    @BeforeAll
    static void start() {
        service = new ServiceProcess(folder).with(TestProperties.PATIENT).withCrashPoints().start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** All of them are at the point when the service dies. */
    @ParameterizedTest
    @EnumSource(names = {"ANSWERED", "RECORDED"})
    void aRetryAfterTheCrashDoesItOnce(Point point) {
        List<Asked> all = new ArrayList<>();
        for (What what : What.values()) {
            Asked asked = Asked.of(what);
            service.parkAt(point, asked.key(), asked::send);
            all.add(asked);
        }
        service.kill();
        service.start();
        books.use(service.client());

        for (Asked asked : all) {
            assertThat(asked.rows()).isEqualTo(point == Point.RECORDED ? 1 : 0);
            HttpResponse<String> retried = asked.send();
            assertThat(retried.statusCode()).as(retried.body()).isIn(200, 201);
            assertThat(retried.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent())
                    .as("replayed if, and only if, it had been recorded")
                    .isEqualTo(point == Point.RECORDED);
            assertThat(asked.send().body()).isEqualTo(retried.body());
            assertThat(asked.rows()).isOne();
            JsonNode answer = Books.json(retried.body());
            assertThat(answer.has("client_secret")).isEqualTo(asked.what().tellsSecret);
            if (asked.what().tellsSecret) {
                assertThat(tokenFor(answer).statusCode()).isEqualTo(200);
            }
        }
    }

    private static HttpResponse<String> tokenFor(JsonNode credential) {
        return books.client()
                .askForToken(
                        credential.path("client_id").asText(),
                        credential.path("client_secret").asText());
    }

    /** What is asked for, and what one finds there once it is done, of this name or this id. */
    private enum What {
        CREATE_ORGANISATION(
                false,
                "SELECT count(*) FROM organisation JOIN organisation_limit USING (id)"
                        + " WHERE name = ?"),
        UPDATE_ORGANISATION(
                false,
                "SELECT count(*) FROM organisation_change JOIN organisation_limit USING (id)"
                        + " WHERE name = ?"),
        CREATE_CREDENTIAL(
                true,
                "SELECT count(*) FROM credential"
                        + " WHERE rate_limit IS NOT NULL AND organisation_id::text = ?"),
        REVOKE_CREDENTIAL(
                false,
                "SELECT count(*) FROM credential WHERE revoked_at IS NOT NULL AND client_id = ?"),
        ROTATE_CREDENTIAL(true, "SELECT count(*) FROM credential_secret WHERE client_id = ?"),
        UPDATE_PROGRAM(
                false,
                "SELECT count(*) FROM program p JOIN program_change c ON c.program_id = p.id"
                        + " WHERE p.currencies @> '[\"EUR\"]' AND p.name = ?"),
        CREATE_CURRENCY(false, "SELECT count(*) FROM private_currency WHERE name = ?");

        private final boolean tellsSecret;
        private final String rows;

        What(boolean tellsSecret, String rows) {
            this.tellsSecret = tellsSecret;
            this.rows = rows;
        }
    }

    /** A request with a key, an organisation, a credential and a program of its own. */
    private record Asked(
            What what, UUID key, String organisation, String credential, String program) {
        static Asked of(What what) {
            String organisation = made(ORGANISATIONS, "{\"name\":\"n\"}", "id");
            String credentials = ORGANISATIONS + "/" + organisation + "/credentials";
            return new Asked(
                    what,
                    UUID.randomUUID(),
                    organisation,
                    made(credentials, "{\"scopes\":[\"programs.read\"]}", "client_id"),
                    made("/v1/programs", "{\"name\":\"n\",\"currencies\":[\"EUR\"]}", "id"));
        }

        private static String made(String path, String json, String field) {
            HttpResponse<String> made =
                    books.client().post(path, books.token(), UUID.randomUUID(), json);
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            return Books.json(made.body()).path(field).asText();
        }

        HttpResponse<String> send() {
            String path = ORGANISATIONS + "/" + organisation;
            String credentials = path + "/credentials";
            return switch (what) {
                case CREATE_ORGANISATION ->
                        post(ORGANISATIONS, named("\"limits\":{\"accounts\":5}"));
                case UPDATE_ORGANISATION ->
                        books.client()
                                .patch(
                                        path,
                                        books.token(),
                                        key,
                                        named("\"limits\":{\"programs\":5}"));
                case CREATE_CREDENTIAL ->
                        post(credentials, "{\"scopes\":[\"programs.read\"],\"rate_limit\":5}");
                case REVOKE_CREDENTIAL ->
                        books.client().delete(credentials + "/" + credential, books.token(), key);
                case ROTATE_CREDENTIAL ->
                        post(credentials + "/" + credential + "/rotate", "{\"grace_seconds\":60}");
                case UPDATE_PROGRAM ->
                        books.client()
                                .patch(
                                        "/v1/programs/" + program,
                                        books.token(),
                                        key,
                                        named("\"currencies\":[\"EUR\",\"USD\"]"));
                case CREATE_CURRENCY ->
                        post("/v1/currencies", named("\"exponent\":0,\"code\":\"" + code() + "\""));
            };
        }

        private HttpResponse<String> post(String path, String json) {
            return books.client().post(path, books.token(), key, json);
        }

        private String code() {
            return "X_" + key.toString().substring(24).toUpperCase(Locale.ROOT);
        }

        private String named(String more) {
            return "{\"name\":\"" + key + "\"," + more + "}";
        }

        long rows() {
            String subject =
                    switch (what) {
                        case CREATE_ORGANISATION,
                                UPDATE_ORGANISATION,
                                UPDATE_PROGRAM,
                                CREATE_CURRENCY ->
                                key.toString();
                        case CREATE_CREDENTIAL -> organisation;
                        case REVOKE_CREDENTIAL, ROTATE_CREDENTIAL -> credential;
                    };
            return Sql.number(service.postgresUrl(), what.rows, subject);
        }
    }
}
