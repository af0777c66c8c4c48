package global.pryzma.ledger.promises;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What a key promises, as a client sees it. */
@Execution(ExecutionMode.SAME_THREAD)
class IdempotencyTest {
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";

    private Books books;

    @BeforeEach
    void openBooks() {
        ServiceUnderTest service = ServiceUnderTest.shared();
        books = Books.open(service.client(), service.folder());
    }

    @AfterEach
    void theBooksBalance() {
        books.assertDebitsEqualCredits();
    }

    @Test
    void aRepeatedKeyGetsTheFirstResponseByteForByte() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = books.transfer(key, books.settlement(), account, 250);
        HttpResponse<String> second = books.transfer(key, books.settlement(), account, 250);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue(REPLAYED)).isEmpty();
        assertSameResponse(second, first);
        assertThat(second.headers().firstValue(REPLAYED)).hasValue("true");
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(250));
    }

    @Test
    void keyOrderAndWhiteSpaceOfTheBodyDoNotMatter() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = books.transfer(key, books.settlement(), account, 250);
        HttpResponse<String> second =
                books.post(
                        "/v1/transfers",
                        key,
                        """
                        {
                          "amount": "250",
                          "credit_account_id": "%s",
                          "debit_account_id": "%s"
                        }\
                        """
                                .formatted(account, books.settlement()));
        assertSameResponse(second, first);
    }

    @Test
    void anUpperCaseKeyIsTheSameKey() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = books.transfer(key, books.settlement(), account, 250);
        HttpResponse<String> second =
                books.client()
                        .send(
                                books.client()
                                        .request("/v1/transfers")
                                        .header("Authorization", "Bearer " + books.token())
                                        .header(
                                                "Pryzma-Idempotency-Key",
                                                key.toString().toUpperCase(Locale.ROOT))
                                        .header("Content-Type", "application/json")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        Books.transferJson(
                                                                books.settlement(),
                                                                account,
                                                                250))));
        assertSameResponse(second, first);
    }

    @Test
    void fiftyAtOnceAreOneTransferAndOneResponse() throws Exception {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        List<HttpResponse<String>> responses =
                AtOnce.send(50, i -> books.transfer(key, books.settlement(), account, 99));
        HttpResponse<String> first = responses.getFirst();
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        responses.forEach(response -> assertSameResponse(response, first));
        assertThat(responses)
                .as("one did it, the others got its response")
                .filteredOn(response -> response.headers().firstValue(REPLAYED).isEmpty())
                .hasSize(1);
        assertThat(books.transfersOf(account)).hasSize(1);
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(99));
    }

    @Test
    void anotherBodyWithTheSameKeyIsRefused() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = books.transfer(key, books.settlement(), account, 250);
        assertReused(books.transfer(key, books.settlement(), account, 251));
        assertReused(
                books.post(
                        "/v1/transfers",
                        key,
                        Books.transferJson(books.settlement(), account, 250)
                                .replace("}", ",\"description\":\"other\"}")));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(250));
    }

    @Test
    void anotherRouteWithTheSameKeyIsRefused() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        assertThat(books.transfer(key, books.settlement(), account, 250).statusCode())
                .isEqualTo(201);
        assertReused(books.post("/v1/accounts", key, books.accountJson("consumer")));
        assertReused(books.post("/v1/programs", key, "{\"name\":\"P\"}"));
    }

    @Test
    void twoBodiesAtOnceWithOneKeyAreOneTransfer() throws Exception {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        List<HttpResponse<String>> responses =
                AtOnce.send(40, i -> books.transfer(key, books.settlement(), account, 1 + i % 2));
        List<HttpResponse<String>> moved =
                responses.stream().filter(response -> response.statusCode() == 201).toList();
        assertThat(moved).hasSize(20);
        moved.forEach(response -> assertSameResponse(response, moved.getFirst()));
        responses.stream()
                .filter(response -> response.statusCode() != 201)
                .forEach(IdempotencyTest::assertReused);
        assertThat(books.transfersOf(account)).hasSize(1);
    }

    @Test
    void aDefiniteErrorIsRecordedToo() {
        UUID poor = books.account("consumer");
        UUID other = books.account("consumer");
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = books.transfer(key, poor, other, 10);
        assertThat(first.statusCode()).isEqualTo(422);
        assertThat(first.body()).isEqualTo("{\"error\":\"insufficient_funds\"}");
        assertThat(books.transfer(UUID.randomUUID(), books.settlement(), poor, 10).statusCode())
                .isEqualTo(201);
        HttpResponse<String> second = books.transfer(key, poor, other, 10);
        assertSameResponse(second, first);
        assertThat(second.headers().firstValue(REPLAYED)).hasValue("true");
        assertThat(books.transfer(UUID.randomUUID(), poor, other, 10).statusCode()).isEqualTo(201);
    }

    @Test
    void aRequestThatIsWrongInItselfLeavesTheKeyUnused() {
        UUID account = books.account("consumer");
        UUID key = UUID.randomUUID();
        assertThat(books.post("/v1/transfers", key, "{\"amount\":\"1\"}").statusCode())
                .isEqualTo(400);
        assertThat(books.transfer(key, books.settlement(), account, 1).statusCode()).isEqualTo(201);
    }

    @Test
    void aReferenceIsTakenOnceAndFreeAgainAfterARejection() {
        UUID poor = books.account("consumer");
        UUID other = books.account("consumer");
        String reference = "invoice-" + UUID.randomUUID();
        String rejected = withReference(Books.transferJson(poor, other, 5), reference);
        String accepted =
                withReference(Books.transferJson(books.settlement(), other, 5), reference);
        assertThat(books.post("/v1/transfers", UUID.randomUUID(), rejected).body())
                .isEqualTo("{\"error\":\"insufficient_funds\"}");
        assertThat(books.post("/v1/transfers", UUID.randomUUID(), accepted).statusCode())
                .isEqualTo(201);
        UUID late = UUID.randomUUID();
        HttpResponse<String> taken = books.post("/v1/transfers", late, accepted);
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).isEqualTo("{\"error\":\"reference_in_use\"}");
        HttpResponse<String> again = books.post("/v1/transfers", late, accepted);
        assertSameResponse(again, taken);
        assertThat(again.headers().firstValue(REPLAYED)).hasValue("true");
        assertThat(books.posted(other)).isEqualTo(BigInteger.valueOf(5));
    }

    @Test
    void oneOfManyAtOnceGetsAReference() throws Exception {
        UUID account = books.account("consumer");
        String json =
                withReference(
                        Books.transferJson(books.settlement(), account, 5),
                        "invoice-" + UUID.randomUUID());
        List<HttpResponse<String>> responses =
                AtOnce.send(30, i -> books.post("/v1/transfers", UUID.randomUUID(), json));
        assertThat(responses).filteredOn(it -> it.statusCode() == 201).hasSize(1);
        assertThat(responses).filteredOn(it -> it.statusCode() == 409).hasSize(29);
        assertThat(books.transfersOf(account)).hasSize(1);
    }

    @Test
    void programsAndAccountsAreMadeOncePerKeyToo() throws Exception {
        UUID key = UUID.randomUUID();
        List<HttpResponse<String>> accounts =
                AtOnce.send(
                        20, i -> books.post("/v1/accounts", key, books.accountJson("business")));
        assertThat(accounts.getFirst().statusCode()).isEqualTo(201);
        accounts.forEach(response -> assertSameResponse(response, accounts.getFirst()));
        UUID other = UUID.randomUUID();
        List<HttpResponse<String>> programs =
                AtOnce.send(20, i -> books.post("/v1/programs", other, "{\"name\":\"P\"}"));
        assertThat(programs.getFirst().statusCode()).isEqualTo(201);
        programs.forEach(response -> assertSameResponse(response, programs.getFirst()));
        books.funded(1);
    }

    private static String withReference(String json, String reference) {
        return json.replace("}", ",\"reference\":\"" + reference + "\"}");
    }

    private static void assertReused(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("{\"error\":\"idempotency_key_reused\"}");
    }

    private static void assertSameResponse(
            HttpResponse<String> response, HttpResponse<String> first) {
        assertThat(response.body()).isEqualTo(first.body());
        assertThat(response.statusCode()).isEqualTo(first.statusCode());
        assertThat(response.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"));
    }
}
