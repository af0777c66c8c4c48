package global.pryzma.ledger.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Every record of the keys is lost, or the last seconds of all that Postgres had: a repeated key
 * answers what it answered, and nothing moves; with other content it is refused. The sweep is off:
 * nothing of this waits for it.
 */
class LostRecordsTest {
    private static final String WORDS =
            ",\"description\":\"Rent\",\"reference\":\"%s\",\"metadata\":{\"a\":\"1\"}}";

    private static ServiceUnderTest service;

    /** Each test has its own organisation, and is not harmed by what others lose of theirs. */
    private Tenant tenant;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        TestProperties.patient(Map.of("pryzma.sweep.interval", "1h")));
    }

    @BeforeEach
    void organisation() {
        tenant = new Tenant(service);
    }

    @AfterEach
    void booksBalance() {
        service.assertBooksBalance();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** A request that was answered. */
    private record Done(String path, UUID key, String json, HttpResponse<String> response) {
        String id() {
            return Tenant.created(response).get("id").asText();
        }
    }

    private Done done(String path, String json) {
        UUID key = UUID.randomUUID();
        return new Done(path, key, json, tenant.post(path, key, json));
    }

    private Done program() {
        return done("/v1/programs", "{\"name\":\"Wallets\",\"currencies\":[\"EUR\"]}");
    }

    private Done account(Done program, String type) {
        String json = Tenant.accountJson(program.id(), type, "EUR");
        return done(
                "/v1/accounts",
                json.replace("}", ",\"name\":\"Ada\",\"metadata\":{\"floor\":\"3\"}}"));
    }

    private Done transfer(Done debit, Done credit, String amount) {
        return done("/v1/transfers", Tenant.transferJson(debit.id(), credit.id(), amount));
    }

    private Done transferWithWords(Done debit, Done credit) {
        String words = WORDS.formatted("invoice-" + UUID.randomUUID());
        return done(
                "/v1/transfers",
                Tenant.transferJson(debit.id(), credit.id(), "700").replace("}", words));
    }

    @Test
    void withoutAnyRecordARepeatedKeyAnswersTheSameAndNothingMoves() {
        Done program = program();
        Done settlement = account(program, "settlement");
        Done consumer = account(program, "consumer");
        Done plain = transfer(settlement, consumer, "33");
        Done words = transferWithWords(settlement, consumer);
        forgetKeys();

        for (Done done : List.of(program, settlement, consumer, plain, words)) {
            for (String other : others(done)) {
                assertReused(tenant.post(done.path(), done.key(), other));
            }
            assertRepeats(done);
            assertReused(tenant.post(done.path(), done.key(), others(done).getFirst()));
            assertThat(replayed(tenant.post(done.path(), done.key(), done.json()))).isTrue();
        }
        assertPosted(consumer, "733");
        assertThat(transfersOf(consumer)).hasSize(2);
        assertThat(
                        tenant.post(
                                        "/v1/transfers",
                                        UUID.randomUUID(),
                                        words.json().replace("\"700\"", "\"1\""))
                                .statusCode())
                .as("the reference is reserved again")
                .isEqualTo(409);
    }

    @Test
    void aReferenceThatAnotherKeyHasTakenSinceIsNoReasonToRefuse() {
        Done settlement = account(program(), "settlement");
        Done consumer = account(program(), "consumer");
        Done first = transferWithWords(settlement, consumer);
        forgetKeys();
        Sql.run(service, "TRUNCATE transfer_text");
        String taker =
                Tenant.created(tenant.post("/v1/transfers", UUID.randomUUID(), first.json()))
                        .get("id")
                        .asText();

        String otherContent = first.json().replace("\"700\"", "\"1\"");
        assertReused(tenant.post("/v1/transfers", first.key(), otherContent));
        assertRepeats(first);
        assertThat(tenant.post("/v1/transfers", UUID.randomUUID(), first.json()).statusCode())
                .as("a key that has moved nothing")
                .isEqualTo(409);
        assertPosted(consumer, "1400");
        String reference = Tenant.json(first.response()).get("reference").asText();
        assertThat(list("/v1/transfers?reference=" + reference))
                .as("whoever has it now")
                .extracting(transfer -> transfer.get("id").asText())
                .containsExactly(taker);
    }

    /** Its words say whose it is, and they are what Postgres has recorded of a success. */
    @Test
    void aReferenceWhoseReservationIsLostIsTakenAllTheSame() {
        Done settlement = account(program(), "settlement");
        Done consumer = account(program(), "consumer");
        Done first = transferWithWords(settlement, consumer);
        Done second = done("/v1/transfers", first.json());
        Tenant.assertError(second.response(), 409, "reference_in_use");
        forgetKeys();

        for (UUID key : List.of(second.key(), UUID.randomUUID())) {
            HttpResponse<String> again = tenant.postForProblem(first.path(), key, first.json());
            assertThat(Tenant.json(again).get("error").asText()).isEqualTo("reference_in_use");
            assertThat(Tenant.json(again).get("detail").asText())
                    .isEqualTo("transfer.reference is taken by transfer " + first.id());
        }
        assertRepeats(first);
        assertPosted(consumer, "700");
    }

    @Test
    void aConflictStaysOneAlthoughTheReferenceIsFreeAgain() {
        Done settlement = account(program(), "settlement");
        Done consumer = account(program(), "consumer");
        Done first = transferWithWords(settlement, consumer);
        Done second = done("/v1/transfers", first.json());
        Tenant.assertError(second.response(), 409, "reference_in_use");
        forgetKeys();
        Sql.run(service, "TRUNCATE transfer_text");

        HttpResponse<String> again = problem(second);
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(Tenant.json(again).get("detail").asText())
                .isEqualTo("rejected by an earlier attempt");
        assertRepeats(first);
        assertPosted(consumer, "700");
    }

    /** A version of the service with another encoding reserved it: the key's own money moved. */
    @Test
    void aReferenceThatTheKeyHoldsUnderAnotherFingerprintIsNoReasonToRefuse() {
        Done settlement = account(program(), "settlement");
        Done consumer = account(program(), "consumer");
        Done words = transferWithWords(settlement, consumer);
        Sql.run(service, "TRUNCATE idempotency_key");
        Sql.run(service, "UPDATE reservation SET fingerprint = sha256(fingerprint)");

        assertReused(tenant.post(words.path(), words.key(), others(words).getFirst()));
        assertRepeats(words);
        assertPosted(consumer, "700");
    }

    /** The same request with the least of differences. */
    private static List<String> others(Done done) {
        return switch (done.path()) {
            case "/v1/programs" ->
                    List.of(
                            done.json().replace("Wallets", "Wallet"),
                            done.json().replace("EUR", "USD"));
            case "/v1/accounts" ->
                    List.of(
                            done.json().replace("Ada", "Bob"),
                            done.json().replace("\"3\"", "\"4\""));
            default ->
                    done.json().contains("Rent")
                            ? List.of(
                                    done.json().replace("Rent", "rent"),
                                    done.json().replace("\"700\"", "\"701\""),
                                    done.json().replace("invoice-", "bill-"))
                            : List.of(
                                    done.json().replace("\"33\"", "\"34\""),
                                    done.json().replace("}", ",\"description\":\"x\"}"));
        };
    }

    /** Organisations, programs, accounts and their numbers are all that Postgres has left. */
    @Test
    void whatWasReversedIsKnownToTheLedgerAlone() {
        Done program = program();
        Done settlement = account(program, "settlement");
        Done consumer = account(program, "consumer");
        Done plain = transfer(settlement, consumer, "700");
        transfer(settlement, consumer, "5000");
        Done hold = done("/v1/transfers", Holds.json(settlement.id(), consumer.id(), "600"));
        done(Holds.postPath(hold.id()), Holds.part("500"));
        Done first = done("/v1/transfers/" + plain.id() + "/reverse", Holds.part("300"));
        Done ofHold = done("/v1/transfers/" + hold.id() + "/reverse", Holds.part("200"));
        Done tooMuch = done("/v1/transfers/" + plain.id() + "/reverse", "");
        Tenant.assertError(tooMuch.response(), 409, "conflict");
        forgetKeys();
        Sql.run(
                service,
                "TRUNCATE transfer_text, key_kept, key_trace, key_in_doubt, ledger_orphan, sweep");
        service.restart();

        assertReversed(plain, "300");
        assertReversed(hold, "200");
        assertRepeats(first);
        assertRepeats(ofHold);
        assertReused(tenant.post(first.path(), first.key(), Holds.part("301")));
        assertThat(Tenant.json(problem(tooMuch)).get("detail").asText())
                .isEqualTo("rejected by an earlier attempt");
        assertThat(left(first.path(), "401")).isEqualTo("of 700, 400 is left to be reversed");
        assertThat(left(ofHold.path(), "301")).isEqualTo("of 500, 300 is left to be reversed");
        Tenant.created(tenant.post(first.path(), Holds.part("400")));
        assertReversed(plain, "700");
        assertPosted(consumer, "5300");
    }

    private void assertReversed(Done transfer, String amount) {
        JsonNode found = Tenant.ok(tenant.get("/v1/transfers/" + transfer.id()));
        assertThat(found.get("reversed_amount").asText()).isEqualTo(amount);
    }

    private String left(String path, String tooMuch) {
        return tenant.problem(path, Holds.part(tooMuch)).get("detail").asText();
    }

    @Test
    void withoutAnyRecordAKeyIsNotGoodForAnotherOperation() {
        Done program = program();
        Done settlement = account(program, "settlement");
        Done consumer = account(program, "consumer");
        Done transfer = transfer(settlement, consumer, "33");
        forgetKeys();

        assertReused(tenant.post("/v1/accounts", program.key(), consumer.json()));
        assertReused(tenant.post("/v1/transfers", program.key(), transfer.json()));
        assertReused(
                tenant.patch("/v1/accounts/" + consumer.id(), program.key(), "{\"name\":\"x\"}"));
        assertReused(tenant.post("/v1/accounts", transfer.key(), consumer.json()));
        assertReused(tenant.post("/v1/programs", consumer.key(), program.json()));
        assertReused(tenant.post("/v1/programs", transfer.key(), program.json()));
        assertReused(tenant.post("/v1/transfers", consumer.key(), transfer.json()));
        Done other = program();
        assertReused(tenant.delete("/v1/idempotency-keys/" + other.key(), transfer.key()));
        assertReused(tenant.delete("/v1/idempotency-keys/" + other.key(), consumer.key()));
        for (Done done : List.of(program, settlement, consumer, transfer)) {
            assertRepeats(done);
        }
        assertPosted(consumer, "33");
        assertThat(transfersOf(consumer)).hasSize(1);
        assertThat(list("/v1/accounts")).hasSize(2);
        assertThat(list("/v1/programs")).hasSize(2);
    }

    @Test
    void withoutAnyRecordARejectionStaysOne() {
        Done program = program();
        Done settlement = account(program, "settlement");
        Done poor = account(program, "consumer");
        Done rejected = transfer(poor, settlement, "5");
        Tenant.assertError(rejected.response(), 422, "insufficient_funds");
        transfer(settlement, poor, "100");
        forgetKeys();

        HttpResponse<String> again = problem(rejected);
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(Tenant.json(again).get("error").asText()).isEqualTo("transfer_rejected");
        assertThat(Tenant.json(again).get("detail").asText())
                .isEqualTo("rejected by an earlier attempt");
        assertPosted(poor, "100");
        assertThat(replayed(problem(rejected))).isTrue();
    }

    @Test
    void whatTheLastSecondsHeldComesBackWithTheRequests() {
        Done program = program();
        Done settlement = account(program, "settlement");
        Done consumer = account(program, "consumer");
        Done words = transferWithWords(settlement, consumer);
        forgetKeys();
        Sql.run(service, "TRUNCATE transfer_text, account");
        service.restart(); // nothing is remembered

        JsonNode found = Tenant.ok(tenant.get("/v1/accounts/" + consumer.id()));
        assertThat(found.get("balances").get("posted").asText()).isEqualTo("700");
        assertThat(found.get("created_at"))
                .isEqualTo(Tenant.json(consumer.response()).get("created_at"));
        assertThat(found.has("name")).as("only Postgres had it").isFalse();
        assertRepeats(words);
        assertThat(Tenant.ok(tenant.get("/v1/transfers/" + words.id())).get("description").asText())
                .isEqualTo("Rent");
        assertReused(tenant.post("/v1/accounts", consumer.key(), others(consumer).getFirst()));
        assertRepeats(consumer);
        assertThat(Tenant.ok(tenant.get("/v1/accounts/" + consumer.id())).get("name").asText())
                .isEqualTo("Ada");
        assertPosted(consumer, "700");
    }

    /** As if the changes had come before the record of the transfer, and in the other order. */
    @Test
    void changesOfATransfersWordsComeBackInTheOrderInWhichTheyWereMade() {
        Done settlement = account(program(), "settlement");
        Done consumer = account(program(), "consumer");
        Done words = transferWithWords(settlement, consumer);
        Change first = change(words, "{\"description\":\"first\",\"metadata\":{\"b\":\"2\"}}");
        Change second = change(words, "{\"description\":null}");
        Change third = change(words, "{\"description\":\"third\"}");
        JsonNode last = Tenant.ok(tenant.get("/v1/transfers/" + words.id()));
        forgetKeys();
        for (Change change : List.of(third, first, second)) {
            assertReused(tenant.patch(change.path(), change.key(), "{\"description\":\"x\"}"));
            HttpResponse<String> again = tenant.patch(change.path(), change.key(), change.json());
            assertThat(Tenant.ok(again).path("description"))
                    .isEqualTo(Tenant.json(change.response()).path("description"));
            assertThat(replayed(again)).isFalse();
            assertThat(Tenant.ok(tenant.get("/v1/transfers/" + words.id()))).isEqualTo(last);
        }

        forgetKeys();
        Sql.run(service, "TRUNCATE transfer_text");
        for (Change change : List.of(third, first)) {
            Tenant.ok(tenant.patch(change.path(), change.key(), change.json()));
        }
        JsonNode found = Tenant.ok(tenant.get("/v1/transfers/" + words.id()));
        assertThat(found.get("description").asText()).isEqualTo("third");
        assertThat(found.get("metadata")).isEqualTo(last.get("metadata"));
        assertThat(found.has("reference")).as("its request has not come again").isFalse();
        assertRepeats(words);
        assertThat(Tenant.ok(tenant.get("/v1/transfers/" + words.id()))).isEqualTo(last);
        assertThat(list("/v1/transfers?reference=" + last.get("reference").asText()))
                .containsExactly(last);
        assertPosted(consumer, "700");
    }

    /** A change that was answered. */
    private record Change(String path, UUID key, String json, HttpResponse<String> response) {}

    private Change change(Done transfer, String json) {
        String path = "/v1/transfers/" + transfer.id();
        UUID key = UUID.randomUUID();
        HttpResponse<String> response = tenant.patch(path, key, json);
        Tenant.ok(response);
        return new Change(path, key, json, response);
    }

    @Test
    void anAccountInACurrencyThatIsLostIsNotSaidToHaveNone() {
        Done points = done("/v1/currencies", "{\"code\":\"POINTS\",\"exponent\":0}");
        Done program = done("/v1/programs", "{\"name\":\"Wallets\"}");
        String json = Tenant.accountJson(program.id(), "consumer", "POINTS");
        Done account = done("/v1/accounts", json);
        forgetKeys();
        Sql.run(service, "TRUNCATE account, private_currency, key_trace, ledger_number");
        service.restart();

        Tenant.assertError(
                tenant.post(account.path(), account.key(), json), 503, "service_unavailable");
        Tenant.assertError(tenant.post(account.path(), json), 400, "invalid_body");
        assertRepeats(points);
        assertRepeats(account);
    }

    @Test
    void anAccountStaysOpenWhateverIsLostOfItsProgramsList() {
        Done program = program();
        String path = "/v1/programs/" + program.id();
        String added = "{\"currencies\":[\"EUR\",\"USD\"]}";
        UUID key = UUID.randomUUID();
        HttpResponse<String> changed = tenant.patch(path, key, added);
        String json = Tenant.accountJson(program.id(), "consumer", "USD");
        Done account = done("/v1/accounts", json);
        forgetKeys();
        Sql.run(service, "TRUNCATE account, key_trace, program_change");
        Sql.run(service, "UPDATE program SET currencies = '[\"EUR\"]' WHERE name = 'Wallets'");
        service.restart();

        assertRepeats(account);
        Tenant.assertError(tenant.post(account.path(), json), 400, "invalid_body");
        assertThat(tenant.patch(path, key, added).body()).isEqualTo(changed.body());
        Tenant.created(tenant.post(account.path(), json));
    }

    @Test
    void theFirstAccountsNumberComesBackWithItsRequest() {
        Done program = program();
        Done settlement = account(program, "settlement");
        Done consumer = account(program, "consumer");
        Done transfer = transfer(settlement, consumer, "33");
        forgetKeys();
        Sql.run(service, "TRUNCATE account, ledger_number");
        service.restart();

        assertThat(tenant.post(transfer.path(), transfer.key(), transfer.json()).statusCode())
                .as("whose accounts these are is not known: no ground for a definite answer")
                .isEqualTo(503);
        assertRepeats(consumer);
        assertRepeats(settlement);
        assertRepeats(transfer);
        assertPosted(consumer, "33");
    }

    @Test
    void aNumberIsNeverGivenToAnotherCurrency() {
        Done program = done("/v1/programs", "{\"name\":\"Wallets\"}");
        Done euros = account(program, "consumer");
        forgetKeys();
        Sql.run(service, "TRUNCATE account, ledger_number");
        service.restart();

        assertReused(tenant.post("/v1/accounts", euros.key(), euros.json().replace("EUR", "USD")));
        assertThat(tenant.account(program.id(), "consumer", "USD")).isNotEmpty();
        assertRepeats(euros);
    }

    @Test
    void whatIsOpenedUnderANumberThatPostgresHasLostIsKnownToEveryInstance() {
        Done program = program();
        Done first = account(program, "consumer");
        forgetKeys();
        Sql.run(service, "TRUNCATE account, ledger_number");
        Done second = account(program, "consumer");

        assertThat(Sql.number(service, "SELECT count(*) FROM ledger_number")).isEqualTo(1);
        service.restart(); // nothing is remembered, as in another instance
        assertPosted(second, "0");
        assertPosted(first, "0");
        assertRepeats(first);
    }

    @Test
    void noMoneyMovesBetweenAccountsWhoseNumberHasAnotherOwner() {
        Done program = program();
        Done settlement = account(program, "settlement");
        Done consumer = account(program, "consumer");
        Tenant other = new Tenant(service);
        Sql.run(
                service,
                "UPDATE ledger_number SET organisation_id = ? WHERE organisation_id = ?",
                other.organisation(),
                tenant.organisation());
        service.restart();

        String json = Tenant.transferJson(settlement.id(), consumer.id(), "5");
        Tenant.assertError(tenant.post("/v1/transfers", json), 503, "service_unavailable");
        Tenant.assertError(other.post("/v1/transfers", json), 503, "service_unavailable");
    }

    @Test
    void anAccountWhoseProgramIsLostIsNotSaidToHaveNone() {
        Done program = program();
        Done account = account(program, "consumer");
        forgetKeys();
        Sql.run(service, "TRUNCATE account, program");
        service.restart();

        Tenant.assertError(
                tenant.post(account.path(), account.key(), account.json()),
                503,
                "service_unavailable");
        Tenant.assertError(tenant.post(account.path(), account.json()), 404, "not_found");
        Tenant.created(tenant.post(program.path(), program.key(), program.json()));
        assertRepeats(account);
    }

    private void forgetKeys() {
        Sql.run(service, "TRUNCATE idempotency_key, reservation");
    }

    /** The same answer, and not from a record. */
    private void assertRepeats(Done done) {
        HttpResponse<String> again = tenant.post(done.path(), done.key(), done.json());
        assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(done.response().body());
        assertThat(replayed(again)).isFalse();
    }

    private static boolean replayed(HttpResponse<String> response) {
        return response.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent();
    }

    private static void assertReused(HttpResponse<String> response) {
        Tenant.assertError(response, 422, "idempotency_key_reused");
    }

    private void assertPosted(Done account, String amount) {
        JsonNode found = Tenant.ok(tenant.get("/v1/accounts/" + account.id()));
        assertThat(found.get("balances").get("posted").asText()).isEqualTo(amount);
    }

    private JsonNode transfersOf(Done account) {
        return list("/v1/accounts/" + account.id() + "/transfers");
    }

    private JsonNode list(String path) {
        return Tenant.ok(tenant.get(path)).get("data");
    }

    /** The request once more, answered in the form of RFC 9457 if it is refused. */
    private HttpResponse<String> problem(Done done) {
        return tenant.postForProblem(done.path(), done.key(), done.json());
    }
}
