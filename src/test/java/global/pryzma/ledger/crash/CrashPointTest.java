package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;
import global.pryzma.ledger.testing.process.CrashPoints;
import global.pryzma.ledger.testing.process.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The whole service is killed between each two durable steps of a transfer, of a hold, of a post,
 * of a void, of a reversal and of a journal entry; the retry moves the money once.
 */
class CrashPointTest {
    private static final String ENTRIES = "/v1/journal-entries";

    @TempDir private static Path folder;

    private static ServiceProcess service;
    private static Books books;

    @BeforeAll
    static void start() {
        service = new ServiceProcess(folder).with(TestProperties.PATIENT).withCrashPoints();
        service.start();
        books = Books.open(service.client(), service.dataFolder());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPENED", "PART_EXECUTED"})
    void aRetryAfterTheCrashMovesTheMoneyOnce(CrashPoints.Point point) {
        UUID key = UUID.randomUUID();
        UUID account = books.account("consumer");
        Crash.at(
                point,
                key,
                service,
                books,
                () -> books.transfer(key, books.settlement(), account, 700));
        endLease(key);

        HttpResponse<String> retried = books.transfer(key, books.settlement(), account, 700);
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(201);
        assertThat(retried.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent())
                .as("replayed if, and only if, it had been recorded")
                .isEqualTo(point == CrashPoints.Point.RECORDED);

        HttpResponse<String> again = books.transfer(key, books.settlement(), account, 700);
        assertThat(again.body()).isEqualTo(retried.body());
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(700));
        assertThat(books.transfersOf(account)).hasSize(1);
        books.assertDebitsEqualCredits();
    }

    /** All of them are at the point when the service dies. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPENED", "PART_EXECUTED"})
    void soDoesOneOfAHoldOfItsEndsOfAReversalOfAnEntryAndOfOtherWords(CrashPoints.Point point) {
        UUID ada = books.funded(1000);
        UUID shop = books.account("business");
        Sent hold = new Sent("/v1/transfers", Holds.json(ada.toString(), shop.toString(), "100"));
        Sent post = new Sent(Holds.postPath(held(ada, shop, 200)), Holds.part("150"));
        Sent giveBack = new Sent(Holds.voidPath(held(ada, shop, 400)), "");
        UUID bob = books.funded(700);
        // Nothing but the chain is left to be done for a second one.
        Sent before = new Sent(reversePath(bob), Holds.part("100"));
        assertThat(before.once().statusCode()).isEqualTo(201);
        Sent reversal = new Sent(before.path(), Holds.part("400"));
        UUID eve = books.account("consumer");
        Sent entry = entry(eve);
        Sent words = otherWords();
        List<Sent> all = List.of(hold, post, giveBack, reversal, entry, words);
        for (Sent sent : all) {
            service.parkAt(point, sent.key(), sent::once);
        }
        service.kill();
        service.start();
        books.use(service.client());

        // Nobody has recorded anything, and the ledger tells it.
        boolean executed = point != CrashPoints.Point.CLAIMED;
        assertThat(post.subjectNow().path("status").asText())
                .isEqualTo(executed ? "posted" : "pending");
        assertThat(giveBack.subjectNow().path("status").asText())
                .isEqualTo(executed ? "voided" : "pending");
        assertThat(books.transfersOf(ada)).hasSize(executed ? 6 : 3);
        assertThat(reversal.subjectNow().path("reversed_amount").asText())
                .isEqualTo(executed ? "500" : "100");
        assertThat(books.get(ENTRIES + "?account_id=" + eve).path("data"))
                .hasSize(executed ? 1 : 0);
        assertThat(books.get(words.path()).path("description").asText())
                .as("the ledger has no place for it")
                .isEqualTo(point == CrashPoints.Point.RECORDED ? "new" : "old");
        for (Sent sent : all) {
            endLease(sent.key());
            HttpResponse<String> retried = sent.once();
            assertThat(retried.statusCode())
                    .as(retried.body())
                    .isEqualTo(sent == words ? 200 : 201);
            assertThat(retried.headers().firstValue("Pryzma-Idempotency-Replayed").isPresent())
                    .isEqualTo(point == CrashPoints.Point.RECORDED);
            HttpResponse<String> again = sent.once();
            assertThat(again.body()).isEqualTo(retried.body());
            assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        }
        assertThat(post.subjectNow()).isEqualTo(Books.json(post.once().body()));
        assertThat(giveBack.subjectNow()).isEqualTo(Books.json(giveBack.once().body()));
        assertThat(books.posted(ada)).isEqualTo(850);
        assertThat(books.posted(shop)).isEqualTo(150);
        JsonNode balances = books.get("/v1/accounts/" + ada).path("balances");
        assertThat(balances.path("pending_debits").asText()).isEqualTo("100");
        assertThat(books.transfersOf(ada)).hasSize(6);
        assertReversed(reversal, bob, 500, 200);
        assertThat(books.get(ENTRIES + "?account_id=" + eve).path("data"))
                .containsExactly(Books.json(entry.once().body()));
        assertThat(books.posted(eve)).isEqualTo(60);
        assertThat(books.get(words.path())).isEqualTo(Books.json(words.once().body()));
    }

    /** For a transfer that has some. */
    private static Sent otherWords() {
        String json =
                Books.transferJson(books.settlement(), books.account("consumer"), 7)
                        .replace("}", ",\"description\":\"old\"}");
        HttpResponse<String> made = new Sent("/v1/transfers", json).once();
        return new Sent(
                "PATCH",
                UUID.randomUUID(),
                "/v1/transfers/" + Books.json(made.body()).path("id").asText(),
                "{\"description\":\"new\"}");
    }

    private static Sent entry(UUID account) {
        return new Sent(
                ENTRIES,
                """
                {"lines":[{"account_id":"%s","side":"debit","amount":"70"},
                {"account_id":"%s","side":"credit","amount":"60"},
                {"account_id":"%s","side":"credit","amount":"10"}],"description":"Order"}\
                """
                        .formatted(books.settlement(), account, books.account("fee")));
    }

    /**
     * The first reversal of a transfer has the ledger keep what is left of it, in two steps before
     * the claim: of one the second step is not begun, of the other it is done.
     */
    @Test
    void soDoesTheFirstOfATransfersReversals() {
        UUID ada = books.funded(700);
        UUID bob = books.funded(700);
        Sent opened = new Sent(reversePath(ada), Holds.part("400"));
        Sent filled = new Sent(reversePath(bob), Holds.part("400"));
        service.parkAt(CrashPoints.Point.OPENED, opened.key(), opened::once);
        service.parkAt(CrashPoints.Point.EXECUTED, filled.key(), filled::once);
        service.kill();
        service.start();
        books.use(service.client());

        for (Sent sent : List.of(opened, filled)) {
            assertThat(sent.subjectNow().has("reversed_amount")).isFalse();
            assertThat(sent.once().statusCode()).isEqualTo(201);
        }
        assertReversed(opened, ada, 400, 300);
        assertReversed(filled, bob, 400, 300);
    }

    private static String reversePath(UUID funded) {
        return "/v1/transfers/"
                + books.transfersOf(funded).getFirst().path("id").asText()
                + "/reverse";
    }

    private static void assertReversed(Sent reversal, UUID account, long sum, long left) {
        assertThat(reversal.subjectNow().path("reversed_amount").asLong()).isEqualTo(sum);
        assertThat(books.posted(account)).isEqualTo(left);
        HttpResponse<String> again = reversal.once();
        assertThat(again.headers().firstValue("Pryzma-Idempotency-Replayed")).hasValue("true");
        Sent tooMuch = new Sent(reversal.path(), Holds.part(Long.toString(left + 1)));
        assertThat(tooMuch.once().body()).contains("insufficient_funds");
        books.definiteTransfer(UUID.randomUUID(), books.settlement(), account, 1000);
        tooMuch = new Sent(reversal.path(), Holds.part(Long.toString(left + 1)));
        assertThat(tooMuch.once().body()).contains("conflict");
        books.assertDebitsEqualCredits();
    }

    private static String held(UUID debit, UUID credit, long amount) {
        Sent hold =
                new Sent(
                        "/v1/transfers",
                        Holds.json(debit.toString(), credit.toString(), Long.toString(amount)));
        return Books.json(hold.once().body()).path("id").asText();
    }

    /** A request with a key of its own. */
    private record Sent(String method, UUID key, String path, String json) {
        Sent(String path, String json) {
            this("POST", UUID.randomUUID(), path, json);
        }

        HttpResponse<String> once() {
            return method.equals("PATCH")
                    ? books.client().patch(path, books.token(), key, json)
                    : books.post(path, key, json);
        }

        /** The transfer that the path names. */
        JsonNode subjectNow() {
            return books.get(path.substring(0, path.lastIndexOf('/')));
        }
    }

    /** As after a minute: a patient request has a long one. */
    private static void endLease(UUID key) {
        String end = "UPDATE idempotency_key SET lease_until = now() WHERE key = ?";
        assertThat(Sql.run(service.postgresUrl(), end, key)).isOne();
    }
}
