package global.pryzma.ledger.promises;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A definite "no" stays one: the money can't move under that key any more, whatever changes. */
class FinalAnswersTest {
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";
    private static final UUID ORGANISATION =
            UUID.fromString("de300000-0000-4000-8000-000000000001");

    private static ServiceUnderTest service;
    private static Books books;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(TestProperties.PATIENT);
        books = Books.open(service.client(), service.folder());
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @Test
    void insufficientFundsStayInsufficientForTheirKey() {
        UUID poor = books.account("consumer");
        UUID key = UUID.randomUUID();
        assertError(books.transfer(key, poor, books.settlement(), 10), "insufficient_funds");
        assertThat(books.transfer(UUID.randomUUID(), books.settlement(), poor, 10).statusCode())
                .isEqualTo(201);
        HttpResponse<String> again = books.transfer(key, poor, books.settlement(), 10);
        assertError(again, "insufficient_funds");
        assertThat(again.headers().firstValue(REPLAYED)).hasValue("true");

        // Nothing is recorded any more: the ledger remembers that the id has failed.
        forget(key);
        assertError(books.transfer(key, poor, books.settlement(), 10), "transfer_rejected");
        forget(key);
        assertThat(detail(key, Books.transferJson(poor, books.settlement(), 10)))
                .contains("rejected by an earlier attempt");
        assertThat(books.posted(poor)).isEqualTo(BigInteger.TEN);

        assertThat(books.transfer(UUID.randomUUID(), poor, books.settlement(), 10).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aRejectionThatCouldPassIsFencedBeforeItIsTold() {
        UUID account = books.account("external");
        LedgerId hold = LedgerId.of(UUID.randomUUID());
        int ledger = books.ledgerNumber(service.bean(Ledger.class));
        submit(
                transfer(
                        hold,
                        books.settlement(),
                        account,
                        Amount.MAX,
                        LedgerId.NONE,
                        ledger,
                        TransferFlags.PENDING));
        UUID key = UUID.randomUUID();
        assertError(books.transfer(key, books.settlement(), account, 10), "transfer_rejected");
        submit(
                transfer(
                        LedgerId.of(UUID.randomUUID()),
                        books.settlement(),
                        account,
                        Amount.MAX,
                        hold,
                        ledger,
                        TransferFlags.VOID_PENDING));

        // What stood in the way is gone; the answer is not.
        HttpResponse<String> again = books.transfer(key, books.settlement(), account, 10);
        assertError(again, "transfer_rejected");
        assertThat(again.headers().firstValue(REPLAYED)).hasValue("true");
        forget(key);
        assertError(books.transfer(key, books.settlement(), account, 10), "transfer_rejected");
        assertThat(books.posted(account)).isZero();
        assertThat(books.transfer(UUID.randomUUID(), books.settlement(), account, 10).statusCode())
                .isEqualTo(201);
    }

    private static TransferFields transfer(
            LedgerId id,
            UUID debit,
            UUID credit,
            Amount amount,
            LedgerId pending,
            int ledger,
            int flags) {
        return new TransferFields(
                id,
                LedgerId.of(debit),
                LedgerId.of(credit),
                amount,
                pending,
                LedgerId.NONE,
                1,
                1,
                0,
                ledger,
                7,
                flags);
    }

    private static void submit(TransferFields transfer) {
        assertThat(service.bean(Ledger.class).createTransfers(List.of(transfer), call()))
                .isInstanceOfSatisfying(
                        Submission.Answered.class,
                        answered ->
                                assertThat(answered.results())
                                        .allMatch(Submission.EventResult::created));
    }

    private static LedgerCall call() {
        return new LedgerCall(ORGANISATION, Deadline.after(Duration.ofSeconds(30)));
    }

    /** As after the purge, or a loss of the idempotency table. */
    private static void forget(UUID key) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    /** The body for somebody who asks for details. */
    private static String detail(UUID key, String json) {
        ServiceClient client = books.client();
        return client.send(
                        client.request("/v1/transfers")
                                .header("Authorization", "Bearer " + books.token())
                                .header("Pryzma-Idempotency-Key", key.toString())
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/problem+json")
                                .POST(BodyPublishers.ofString(json)))
                .body();
    }

    private static void assertError(HttpResponse<String> response, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("{\"error\":\"" + code + "\"}");
    }
}
