package global.pryzma.ledger.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.organisation.DemoOrganisation;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Auditor;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.GuideClient;
import global.pryzma.ledger.testing.process.ServiceProcess;
import global.pryzma.ledger.testing.process.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two instances behind a balancer that sends each request to the next one. */
class SeveralInstancesTest {
    private static final int TRIES = 60;

    @TempDir private static Path folder;

    private static Site site;
    private static Books books;
    private static GuideClient guide;

    @BeforeAll
    static void start() {
        site = new Site(folder);
        site.start();
        site.awaitWell();
        books = Books.open(site.a().client(), site.a().dataFolder());
        guide = new GuideClient(site.balanced(), books.token(), TRIES);
    }

    @AfterAll
    static void stop() {
        try {
            Auditor.assertBalanced(site.cluster());
        } finally {
            site.close();
        }
    }

    @Test
    void whatOneInstanceSaysTheOtherKnows() {
        UUID account = books.funded(100);
        for (ServiceProcess instance : site.instances()) {
            // A token, a cursor and a balance of A.
            HttpResponse<String> page =
                    instance.client().get("/v1/accounts?limit=1", books.token());
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            String cursor = Books.json(page.body()).path("next_cursor").asText();
            for (ServiceProcess other : site.instances()) {
                HttpResponse<String> next =
                        other.client().get("/v1/accounts?limit=1&cursor=" + cursor, books.token());
                assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
            }
            assertThat(instance.client().get("/v1/accounts/" + account, books.token()).body())
                    .contains("\"posted\":\"100\"");
        }
    }

    @Test
    void fiftyDuplicatesAtOnceAreExecutedOnce() throws Exception {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        String json = Books.transferJson(books.settlement(), account, 31);
        List<HttpResponse<String>> answers = atOnce(50, key, json);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201))
                .extracting(HttpResponse::body)
                .containsOnly(answers.getFirst().body());
        assertThat(answers.stream().filter(answer -> !isReplayed(answer)).count())
                .as("all but the one that was executed are replays")
                .isLessThanOrEqualTo(1);
        assertMovedOnce(account, 31);
    }

    /** The one is told, and the other keeps to it as well. */
    @Test
    void suspensionAndRevocationHoldOnEveryInstance() {
        String organisation =
                "/v1/organisations/"
                        + made(site.a(), "/v1/organisations", "{\"name\":\"n\"}")
                                .path("id")
                                .asText();
        JsonNode credential =
                made(site.a(), organisation + "/credentials", "{\"scopes\":[\"programs.read\"]}");
        String clientId = credential.path("client_id").asText();
        String token =
                Books.json(
                                site.b()
                                        .client()
                                        .askForToken(
                                                clientId, credential.path("client_secret").asText())
                                        .body())
                        .path("access_token")
                        .asText();
        awaitEverywhere(token, 200);
        change(site.b(), organisation, "{\"status\":\"suspended\"}");
        awaitEverywhere(token, 403);
        change(site.a(), organisation, "{\"status\":\"active\"}");
        awaitEverywhere(token, 200);
        String path = organisation + "/credentials/" + clientId;
        assertThat(site.a().client().delete(path, books.token(), UUID.randomUUID()).statusCode())
                .isEqualTo(200);
        awaitEverywhere(token, 401);
    }

    /** However many ask at once, of both. */
    @Test
    void bothInstancesKeepToOneLimit() throws Exception {
        String demo = "/v1/organisations/" + DemoOrganisation.ID;
        String places = "SELECT sum(taken) FROM account_place_count";
        long taken = site.count(places);
        String limits = "{\"limits\":{\"accounts\":%s}}";
        change(site.b(), demo, limits.formatted(taken + 7));
        List<HttpResponse<String>> answers =
                AtOnce.send(
                        30,
                        _ ->
                                guide.post(
                                                "/v1/accounts",
                                                UUID.randomUUID(),
                                                books.accountJson("consumer"))
                                        .response());
        change(site.a(), demo, limits.formatted("null"));
        assertThat(answers.stream().filter(it -> it.statusCode() == 201)).hasSize(7);
        assertThat(answers.stream().filter(it -> it.statusCode() != 201))
                .extracting(HttpResponse::body)
                .containsOnly("{\"error\":\"limit_exceeded\"}");
        assertThat(site.count(places))
                .isEqualTo(site.count("SELECT count(*) FROM account"))
                .isEqualTo(taken + 7);
    }

    private static void awaitEverywhere(String token, int status) {
        for (ServiceProcess instance : site.instances()) {
            await().until(() ->
                    instance.client().get("/v1/programs", token).statusCode() == status);
        }
    }

    private static JsonNode made(ServiceProcess instance, String path, String json) {
        HttpResponse<String> answer =
                instance.client().post(path, books.token(), UUID.randomUUID(), json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Books.json(answer.body());
    }

    private static void change(ServiceProcess instance, String path, String json) {
        HttpResponse<String> answer =
                instance.client().patch(path, books.token(), UUID.randomUUID(), json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefusedByEitherInstance() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = post(key, account, 40);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        for (ServiceProcess instance : site.instances()) {
            HttpResponse<String> other =
                    instance.client()
                            .post(
                                    "/v1/transfers",
                                    books.token(),
                                    key,
                                    Books.transferJson(books.settlement(), account, 41));
            assertThat(other.statusCode()).isEqualTo(422);
            assertThat(other.body()).isEqualTo("{\"error\":\"idempotency_key_reused\"}");
        }
        assertMovedOnce(account, 40);
    }

    @Test
    void ofTwoBodiesAtOnceOneWins() throws Exception {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int amount = 50 + i % 4;
                running.add(clients.submit(() -> post(key, account, amount)));
            }
            List<HttpResponse<String>> created = new ArrayList<>();
            for (Future<HttpResponse<String>> one : running) {
                HttpResponse<String> answer = one.get();
                if (answer.statusCode() == 201) {
                    created.add(answer);
                } else {
                    assertThat(answer.body()).isEqualTo("{\"error\":\"idempotency_key_reused\"}");
                }
            }
            assertThat(created)
                    .hasSize(5)
                    .extracting(HttpResponse::body)
                    .containsOnly(created.getFirst().body());
            JsonNode winner = Books.json(created.getFirst().body());
            assertMovedOnce(account, winner.path("amount").asLong());
        }
    }

    @Test
    void ofTwentyWhoWantAReferenceAtOnceOneGetsIt() throws Exception {
        UUID account = books.account("consumer");
        String json =
                Books.transferJson(books.settlement(), account, 60)
                        .replace("}", ",\"reference\":\"" + UUID.randomUUID() + "\"}");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<GuideClient.Definite>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(
                        clients.submit(() -> guide.post("/v1/transfers", UUID.randomUUID(), json)));
            }
            int created = 0;
            for (Future<GuideClient.Definite> one : running) {
                HttpResponse<String> answer = one.get().response();
                if (answer.statusCode() == 201) {
                    created++;
                } else {
                    assertThat(answer.body()).isEqualTo("{\"error\":\"reference_in_use\"}");
                }
            }
            assertThat(created).isOne();
        }
        assertMovedOnce(account, 60);
    }

    private static List<HttpResponse<String>> atOnce(int requests, UUID key, String json)
            throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<GuideClient.Definite>> running = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                running.add(clients.submit(() -> guide.post("/v1/transfers", key, json)));
            }
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<GuideClient.Definite> one : running) {
                answers.add(one.get().response());
            }
            return answers;
        }
    }

    private static HttpResponse<String> post(UUID key, UUID account, long amount) {
        return guide.post(
                        "/v1/transfers",
                        key,
                        Books.transferJson(books.settlement(), account, amount))
                .response();
    }

    private static boolean isReplayed(HttpResponse<String> response) {
        return response.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent();
    }

    private static void assertMovedOnce(UUID account, long amount) {
        books.use(site.b().client());
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(amount));
        assertThat(books.transfersOf(account)).hasSize(1);
    }
}
