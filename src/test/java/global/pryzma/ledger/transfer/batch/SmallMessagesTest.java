package global.pryzma.ledger.transfer.batch;

import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.transfer.batch.BatchJson.ones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * Batches, with {@code max-events} as it comes, on a ledger whose messages hold less: 254, as with
 * {@code --development}. That is found out inside the first request that has more.
 */
class SmallMessagesTest {
    private static final String PATH = "/v1/transfers/batch";
    private static final int LIMIT = 254;

    @Test
    void thatAMessageHoldsLessIsFoundOutInsideTheRequest(@TempDir Path folder) throws Exception {
        try (EmbeddedReplica replica =
                        EmbeddedReplica.start(
                                ReplicaSettings.in(folder).withLimit(MessageLimit.DEVELOPMENT));
                ServiceUnderTest service =
                        ServiceUnderTest.start(
                                Map.of(
                                        "pryzma.ledger.embedded",
                                        false,
                                        "pryzma.ledger.addresses",
                                        replica.address()))) {
            awaitLedger(service);
            int most = anAtomicOneIsRefusedWithTheLimit(service);
            service.restart();
            awaitLedger(service);
            anIndependentOneIsDivided(service);
            assertThat(most).isBetween(LIMIT / 2, LIMIT - 1);
            service.assertBooksBalance();
        }
    }

    private static void awaitLedger(ServiceUnderTest service) {
        await().until(() ->
                service.bean(Ledger.class).status().state() == LedgerStatus.State.AVAILABLE);
    }

    /** For good: the key is used up, whatever becomes known of the limit. */
    private static int anAtomicOneIsRefusedWithTheLimit(ServiceUnderTest service) {
        Accounts accounts = new Accounts(new Tenant(service));
        Tenant tenant = accounts.tenant();
        UUID key = UUID.randomUUID();
        String large = accounts.batch(true, 1_000);
        HttpResponse<String> refused = tenant.postForProblem(PATH, key, large);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonNode problem = json(refused);
        assertThat(problem.get("error").asText()).isEqualTo("invalid_body");
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/transfers");
        String detail = problem.get("detail").asText();
        assertThat(detail).matches("an atomic batch has at most [0-9]+ transfers here");
        int most = Integer.parseInt(detail.replaceAll("[^0-9]", ""));
        assertThat(
                        tenant.post(PATH, key, large)
                                .headers()
                                .firstValue("Pryzma-Idempotency-Replayed"))
                .contains("true");
        // Who keeps to what he was told is not refused again.
        assertThat(created(tenant.post(PATH, accounts.batch(true, most))).get("transfers"))
                .hasSize(most);
        assertThat(tenant.post(PATH, accounts.batch(true, most + 1)).statusCode()).isEqualTo(400);
        assertThat(accounts.received()).isEqualTo(most);
        return most;
    }

    /** Nothing of what was too large was sent: the plan, its indices and ids are the same. */
    private static void anIndependentOneIsDivided(ServiceUnderTest service) {
        Accounts accounts = new Accounts(new Tenant(service));
        Tenant tenant = accounts.tenant();
        UUID key = UUID.randomUUID();
        HttpResponse<String> made = tenant.post(PATH, key, accounts.batch(false, 1_000));
        JsonNode results = ok(made).get("results");
        DerivedIds ids = DerivedIds.of(tenant.organisation(), new IdempotencyKey(key));
        assertThat(results).hasSize(1_000);
        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i).at("/transfer/id").asText())
                    .isEqualTo(ids.id(i + 1).toUuid().toString());
        }
        assertThat(accounts.received()).isEqualTo(1_000);
        assertThat(tenant.post(PATH, key, accounts.batch(false, 1_000)).body())
                .isEqualTo(made.body());
    }

    private record Accounts(Tenant tenant, String from, String to) {
        Accounts(Tenant tenant) {
            this(tenant, tenant.program());
        }

        private Accounts(Tenant tenant, String program) {
            this(
                    tenant,
                    tenant.account(program, "settlement", "USD_GT"),
                    tenant.account(program, "consumer", "USD_GT"));
        }

        String batch(boolean atomic, int size) {
            return BatchJson.batch(atomic, ones(size, from, to));
        }

        int received() {
            return ok(tenant.get("/v1/accounts/" + to)).at("/balances/posted").asInt();
        }
    }
}
