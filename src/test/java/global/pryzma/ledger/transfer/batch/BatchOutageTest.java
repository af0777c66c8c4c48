package global.pryzma.ledger.transfer.batch;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.transfer.batch.BatchJson.batch;
import static global.pryzma.ledger.transfer.batch.BatchJson.ones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.BetweenParts;
import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * The ledger goes away while batches are on their way to it, message by message: of each the first
 * was answered, the second is sent to nobody, and the third never. Nothing definite is told of any,
 * and each comes to its own end: by a repetition, by a cancel, by the resolver.
 */
class BatchOutageTest {
    private static final String PATH = "/v1/transfers/batch";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int OF_A_MESSAGE = 4;
    private static final int TRANSFERS = 10;
    private static final int FIRST_NEVER_SENT = 2 * OF_A_MESSAGE;

    @Test
    void whatWasExecutedStaysAndTheRestEndsAsItIsAskedFor() throws Exception {
        try (ServiceUnderTest service =
                ServiceUnderTest.start(
                        Map.of(
                                BetweenParts.PROPERTY,
                                true,
                                "pryzma.ledger.max-events",
                                OF_A_MESSAGE,
                                "pryzma.idempotency.doubt-after",
                                "1s",
                                "pryzma.idempotency.resolve-interval",
                                "500ms"))) {
            Tenant tenant = new Tenant(service);
            String program = tenant.program();
            String bank = tenant.account(program, "settlement", "USD_GT");
            List<Payee> payees = new ArrayList<>();
            for (String end : List.of("repeated", "cancelled", "resolved")) {
                String account = tenant.account(program, "consumer", "USD_GT");
                payees.add(
                        new Payee(
                                end,
                                account,
                                UUID.randomUUID(),
                                batch(false, ones(TRANSFERS, bank, account))));
            }
            loseTheLedgerBetweenTwoMessages(service, tenant, payees);
            Payee repeated = payees.get(0);
            Payee cancelled = payees.get(1);
            Payee resolved = payees.get(2);
            // The resolver waits for a day whether what is missing comes after all.
            Sql.run(
                    service,
                    "UPDATE idempotency_key SET claimed_at = claimed_at - interval '25 hours'"
                            + " WHERE key = ?",
                    resolved.key());

            service.startLedger();
            JsonNode all = results(eventually(tenant, repeated));
            assertThat(made(all)).isEqualTo(TRANSFERS);
            String key = "/v1/idempotency-keys/";
            HttpResponse<String> told =
                    await().atMost(SOON)
                            .until(
                                    () -> tenant.delete(key + cancelled.key()),
                                    response -> response.statusCode() == 200);
            assertPart(json(told).at("/response/body/results"));
            assertThat(results(tenant.post(PATH, cancelled.key(), cancelled.batch())))
                    .isEqualTo(json(told).at("/response/body/results"));
            awaitStatus(tenant, resolved, "recorded");
            assertPart(results(tenant.post(PATH, resolved.key(), resolved.batch())));
            for (Payee payee : payees) {
                assertThat(received(tenant, payee))
                        .as(payee.end())
                        .isEqualTo(made(results(tenant.post(PATH, payee.key(), payee.batch()))));
            }
            service.assertBooksBalance();
        }
    }

    private record Payee(String end, String account, UUID key, String batch) {}

    private static void loseTheLedgerBetweenTwoMessages(
            ServiceUnderTest service, Tenant tenant, List<Payee> payees) throws Exception {
        CountDownLatch begun = new CountDownLatch(payees.size());
        CountDownLatch away = new CountDownLatch(1);
        BetweenParts.let(() -> {
            begun.countDown();
            try {
                away.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread stopping =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                begun.await();
                                service.stopLedger();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                away.countDown();
                            }
                        });
        for (HttpResponse<String> response :
                AtOnce.send(
                        payees.size(),
                        i -> tenant.post(PATH, payees.get(i).key(), payees.get(i).batch()))) {
            assertError(response, 502, "ledger_unavailable");
        }
        stopping.join();
        BetweenParts.let(() -> {});
        for (Payee payee : payees) {
            awaitStatus(tenant, payee, "in_doubt");
        }
    }

    private static void awaitStatus(Tenant tenant, Payee payee, String status) {
        await().atMost(SOON)
                .until(() ->
                        ok(tenant.get("/v1/idempotency-keys/" + payee.key()))
                                .path("status")
                                .asText()
                                .equals(status));
    }

    /** As a client does that was told to retry. */
    private static HttpResponse<String> eventually(Tenant tenant, Payee payee) {
        return await().atMost(SOON)
                .until(
                        () -> tenant.post(PATH, payee.key(), payee.batch()),
                        response -> response.statusCode() < 500);
    }

    private static JsonNode results(HttpResponse<String> response) {
        return ok(response).path("results");
    }

    /** What was never sent never will be; what was on its way has come or not. */
    private static void assertPart(JsonNode results) {
        assertThat(results).hasSize(TRANSFERS);
        for (int i = 0; i < TRANSFERS; i++) {
            String end = results.get(i).path("error").asText("made");
            if (i < OF_A_MESSAGE) {
                assertThat(end).isEqualTo("made");
            } else if (i >= FIRST_NEVER_SENT) {
                assertThat(end).isEqualTo("request_cancelled");
            } else {
                assertThat(end).isIn("made", "request_cancelled");
            }
        }
    }

    private static int made(JsonNode results) {
        int made = 0;
        for (JsonNode result : results) {
            made += result.path("status").asInt() == 201 ? 1 : 0;
        }
        return made;
    }

    private static int received(Tenant tenant, Payee payee) {
        return ok(tenant.get("/v1/accounts/" + payee.account())).at("/balances/posted").asInt();
    }
}
