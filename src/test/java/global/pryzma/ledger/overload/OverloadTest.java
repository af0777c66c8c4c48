package global.pryzma.ledger.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import global.pryzma.ledger.http.Admission;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * More than the bounds allow is refused at once, and one organisation's flood leaves room for the
 * others. Postgres is made slow by a lock on a table that the flood reads.
 */
class OverloadTest {
    /** The table that a read of a transfer needs, and a transfer without words does not. */
    private static final String WORDS = "transfer_text";

    @Test
    void theSurplusOfOneOrganisationIsRefusedAtOnceAndOthersAreAnswered() throws Exception {
        try (ServiceUnderTest service =
                        startPatient(Map.of("pryzma.http.max-concurrent-requests", 8));
                Connection connection = Sql.connectBeside(service);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Admission admission = service.bean(Admission.class);
            Tenant quiet = new Tenant(service);
            String program = quiet.program();
            String bank = quiet.account(program, "settlement", "USD");
            String customer = quiet.account(program, "consumer", "USD");
            Sql.lock(connection, WORDS);
            List<CompletableFuture<HttpResponse<String>>> flood = flood(service, 30, clients);
            await().until(() -> flood.stream().filter(CompletableFuture::isDone).count() == 26);
            for (CompletableFuture<HttpResponse<String>> one : flood) {
                if (one.isDone()) {
                    Tenant.assertError(one.join(), 503, "service_unavailable");
                    assertThat(one.join().headers().firstValue("Retry-After")).contains("1");
                }
            }
            assertThat(admission.admitted()).isEqualTo(4);

            assertThat(quiet.get("/v1/accounts").statusCode()).isEqualTo(200);
            Tenant.created(quiet.post("/v1/transfers", Tenant.transferJson(bank, customer, "7")));
            connection.rollback();
            flood.forEach(CompletableFuture::join);
            assertThat(flood.stream().filter(it -> it.join().statusCode() == 200)).hasSize(4);
            await().until(() -> admission.admitted() == 0);
        }
    }

    @Test
    void slowReadsOfOneOrganisationLeaveConnectionsToTheOthers() throws Exception {
        try (ServiceUnderTest service =
                        startPatient(Map.of("datasources.default.maximum-pool-size", 4));
                Connection connection = Sql.connectBeside(service);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Admission admission = service.bean(Admission.class);
            Tenant quiet = new Tenant(service);
            Sql.lock(connection, WORDS);
            List<CompletableFuture<HttpResponse<String>>> flood = flood(service, 30, clients);
            await().until(() -> admission.admitted() == 30 && Sql.waiting(connection) == 2);

            assertThat(quiet.get("/v1/accounts").statusCode()).isEqualTo(200);
            assertThat(service.client().get("/health/readiness").statusCode()).isEqualTo(200);
            assertThat(Sql.waiting(connection)).as("its share").isEqualTo(2);
            connection.rollback();
            flood.forEach(one -> assertThat(one.join().statusCode()).isEqualTo(200));
            await().until(() -> admission.admitted() == 0);
        }
    }

    @Test
    void slowReadsOfKeysLeaveConnectionsToTheOthersToo() throws Exception {
        try (ServiceUnderTest service =
                        startPatient(Map.of("datasources.default.maximum-pool-size", 4));
                Connection connection = Sql.connectBeside(service);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Tenant noisy = new Tenant(service);
            Tenant quiet = new Tenant(service);
            String path = "/v1/accounts/" + noisy.account(noisy.program(), "consumer", "USD");
            Sql.lock(connection, "idempotency_key");
            List<CompletableFuture<HttpResponse<String>>> flood =
                    IntStream.range(0, 30)
                            .mapToObj(i ->
                                    supplyAsync(
                                            () -> noisy.patch(path, "{\"name\":\"" + i + "\"}"),
                                            clients))
                            .toList();
            Admission admission = service.bean(Admission.class);
            await().until(() -> admission.admitted() == 30 && Sql.waiting(connection) == 2);

            assertThat(quiet.get("/v1/programs").statusCode()).isEqualTo(200);
            assertThat(Sql.waiting(connection)).as("its share").isEqualTo(2);
            connection.rollback();
            flood.forEach(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        }
    }

    @Test
    void moneyMovesAlthoughEveryConnectionForReadsHangs() throws Exception {
        try (ServiceUnderTest service = startPatient(Map.of());
                Connection connection = Sql.connectBeside(service);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Tenant payer = new Tenant(service);
            String program = payer.program();
            String bank = payer.account(program, "settlement", "USD");
            String customer = payer.account(program, "consumer", "USD");
            Tenant.created(payer.post("/v1/transfers", Tenant.transferJson(bank, customer, "1")));
            Sql.lock(connection, WORDS);
            List<CompletableFuture<HttpResponse<String>>> reads =
                    Stream.of(flood(service, 16, clients), flood(service, 16, clients))
                            .flatMap(List::stream)
                            .toList();
            await().until(() -> Sql.waiting(connection) == 16);
            Tenant.created(payer.post("/v1/transfers", Tenant.transferJson(bank, customer, "7")));
            connection.rollback();
            reads.forEach(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        }
    }

    @Test
    void aRequestIsAnsweredAtItsDeadlineAndCountsUntilItsWorkHasEnded() throws Exception {
        try (ServiceUnderTest service = startPatient(Map.of("pryzma.deadline", "500ms"));
                Connection connection = Sql.connectBeside(service)) {
            Admission admission = service.bean(Admission.class);
            Tenant tenant = new Tenant(service);
            Sql.lock(connection, "program");
            HttpResponse<String> late = tenant.get("/v1/programs");
            Tenant.assertError(late, 503, "service_unavailable");
            assertThat(late.headers().firstValue("Retry-After")).contains("1");
            assertThat(admission.admitted()).as("the query still runs").isEqualTo(1);
            connection.rollback();
            await().until(() -> admission.admitted() == 0);
            await().until(() -> tenant.get("/v1/programs").statusCode() == 200);
        }
    }

    @Test
    void whatIsLateWithoutTheLedgerIsNotCalledAnOutageOfTheLedger() throws Exception {
        try (ServiceUnderTest service = startPatient(Map.of("pryzma.deadline", "1500ms"));
                Connection connection = Sql.connectBeside(service)) {
            Tenant tenant = new Tenant(service);
            String path = "/v1/accounts/" + tenant.account(tenant.program(), "consumer", "USD");
            service.stopLedger();
            // Whoever is late before anybody has missed the ledger can't be told so.
            await().until(() -> tenant.get(path).statusCode() == 502);
            Tenant.assertError(tenant.get(path), 502, "ledger_unavailable");
            Sql.lock(connection, "program");
            Tenant.assertError(tenant.get("/v1/programs"), 503, "service_unavailable");
            connection.rollback();
            service.startLedger();
            await().ignoreExceptions().until(() -> tenant.get(path).statusCode() == 200);
        }
    }

    @Test
    void accountsThatDoNotFitIntoTheLedgersWaitingRoomAreASurplusAndNoOutage() throws Exception {
        try (ServiceUnderTest service =
                        ServiceUnderTest.start(
                                Map.of(
                                        "pryzma.ledger.max-waiting-calls",
                                        4,
                                        "pryzma.ledger.misses-to-open",
                                        1000));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Tenant tenant = new Tenant(service);
            String program = tenant.program();
            tenant.account(program, "settlement", "USD");
            String json = Tenant.accountJson(program, "consumer", "USD");
            service.stopLedger();
            List<CompletableFuture<HttpResponse<String>>> flood =
                    IntStream.range(0, 40)
                            .mapToObj(i ->
                                    supplyAsync(() -> tenant.post("/v1/accounts", json), clients))
                            .toList();
            assertThat(flood)
                    .extracting(one -> one.join().statusCode())
                    .containsOnly(502, 503)
                    .contains(502, 503);
            service.startLedger();
            await().ignoreExceptions()
                    .untilAsserted(() -> Tenant.created(tenant.post("/v1/accounts", json)));
            service.assertBooksBalance();
        }
    }

    @Test
    void aFloodDuringAnOutageOfTheLedgerLeavesRoomForTheOthers() throws Exception {
        try (ServiceUnderTest service =
                        ServiceUnderTest.start(Map.of("pryzma.http.max-concurrent-requests", 8));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Admission admission = service.bean(Admission.class);
            Tenant noisy = new Tenant(service);
            Tenant quiet = new Tenant(service);
            String program = noisy.program();
            String bank = noisy.account(program, "settlement", "USD");
            String customer = noisy.account(program, "consumer", "USD");
            service.stopLedger();
            List<CompletableFuture<HttpResponse<String>>> flood =
                    IntStream.range(0, 60)
                            .mapToObj(i ->
                                    supplyAsync(
                                            () ->
                                                    noisy.post(
                                                            "/v1/transfers",
                                                            UUID.randomUUID(),
                                                            Tenant.transferJson(
                                                                    bank, customer, "1")),
                                            clients))
                            .toList();
            do {
                assertThat(quiet.get("/v1/programs").statusCode()).isEqualTo(200);
            } while (!flood.stream().allMatch(CompletableFuture::isDone));
            flood.forEach(one -> assertThat(one.join().statusCode()).isIn(502, 503));
            await().until(() -> admission.admitted() == 0);
            service.startLedger();
            await().ignoreExceptions()
                    .untilAsserted(() ->
                            Tenant.created(
                                    noisy.post(
                                            "/v1/transfers",
                                            Tenant.transferJson(bank, customer, "1"))));
            service.assertBooksBalance();
        }
    }

    private static ServiceUnderTest startPatient(Map<String, Object> more) {
        return ServiceUnderTest.start(TestProperties.patient(more));
    }

    /** Reads of one organisation, of what {@link #WORDS} has. */
    private static List<CompletableFuture<HttpResponse<String>>> flood(
            ServiceUnderTest service, int requests, ExecutorService clients) {
        Tenant noisy = new Tenant(service);
        String program = noisy.program();
        String bank = noisy.account(program, "settlement", "USD");
        String customer = noisy.account(program, "consumer", "USD");
        HttpResponse<String> paid =
                noisy.post("/v1/transfers", Tenant.transferJson(bank, customer, "1"));
        String path = "/v1/transfers/" + Tenant.created(paid).get("id").asText();
        return IntStream.range(0, requests)
                .mapToObj(i -> supplyAsync(() -> noisy.get(path), clients))
                .toList();
    }
}
