package global.pryzma.ledger.program;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Programs that are written together, some of them with keys that were used before. */
@Execution(ExecutionMode.SAME_THREAD)
class ProgramsAtOnceTest {
    private static final int EACH = 24;
    private static final String WALLETS = "{\"name\":\"Wallets\"}";
    private static final String OTHER = "{\"name\":\"Other\"}";
    private static final String PROGRAMS = "SELECT count(*) FROM program WHERE organisation_id = ?";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    @Test
    void usedKeysAmongNewOnesAreToldWhatTheyWereToldBefore() throws Exception {
        List<UUID> used = keys();
        List<HttpResponse<String>> first = send(used, WALLETS);
        first.forEach(Tenant::created);
        List<UUID> forgotten = used.subList(0, EACH / 2);
        forgotten.forEach(this::forget);

        List<UUID> keys = new ArrayList<>(used);
        keys.addAll(keys());
        List<HttpResponse<String>> second = send(keys, WALLETS);

        assertThat(second.subList(0, EACH))
                .extracting(HttpResponse::body)
                .isEqualTo(first.stream().map(HttpResponse::body).toList());
        assertThat(second.subList(EACH / 2, EACH))
                .allSatisfy(it ->
                        assertThat(it.headers().firstValue("Pryzma-Idempotency-Replayed"))
                                .contains("true"));
        second.subList(EACH, 2 * EACH).forEach(Tenant::created);
        assertPrograms(2 * EACH);
    }

    @Test
    void aReusedKeyAmongNewOnesIsRefusedAlone() throws Exception {
        UUID recorded = UUID.randomUUID();
        UUID forgotten = UUID.randomUUID();
        UUID cancelled = UUID.randomUUID();
        UUID transfer = UUID.randomUUID();
        created(create(recorded, OTHER));
        created(create(forgotten, OTHER));
        forget(forgotten);
        ok(tenant.delete("/v1/idempotency-keys/" + cancelled));
        forget(cancelled);
        pay(transfer);
        forget(transfer);
        long before = Sql.number(service, PROGRAMS, tenant.organisation());

        List<UUID> keys = new ArrayList<>(List.of(recorded, forgotten, cancelled, transfer));
        keys.addAll(keys());
        List<HttpResponse<String>> answers = send(keys, WALLETS);

        assertError(answers.get(0), 422, "idempotency_key_reused");
        assertError(answers.get(1), 422, "idempotency_key_reused");
        assertError(answers.get(2), 409, "request_cancelled");
        assertError(answers.get(3), 422, "idempotency_key_reused");
        answers.subList(4, answers.size()).forEach(Tenant::created);
        assertPrograms(before + EACH);
    }

    @Test
    void aChangeThatCouldNotBeMadeIsAnsweredAsBefore() {
        String path = "/v1/programs/" + tenant.program();
        UUID key = UUID.randomUUID();
        String takesCurrencies = "{\"name\":\"Points\",\"currencies\":[\"EUR\"]}";
        HttpResponse<String> first = tenant.patch(path, key, takesCurrencies);
        assertError(first, 409, "conflict");
        ok(tenant.patch(path, "{\"name\":\"Wallets\"}"));
        HttpResponse<String> again = tenant.patch(path, key, takesCurrencies);
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(ok(tenant.get(path)).get("name").asText()).isEqualTo("Wallets");
    }

    /** What is recorded is told by a read, even where the writer is held up. */
    @Test
    void aReplayWaitsForNoLock() throws Exception {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = create(key, WALLETS);
        created(first);
        try (Connection judge = Sql.connect(service)) {
            judge.setAutoCommit(false);
            Sql.number(
                    judge,
                    "SELECT count(pg_advisory_xact_lock(hashtextextended(?, 0)))",
                    "programs of " + tenant.organisation());
            CompletableFuture<HttpResponse<String>> heldUp =
                    CompletableFuture.supplyAsync(() -> create(UUID.randomUUID(), WALLETS));
            await().until(() -> Sql.waiting(judge) > 0);
            HttpResponse<String> again = create(key, WALLETS);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(heldUp).isNotDone();
            judge.rollback();
            created(heldUp.join());
        }
        assertPrograms(2);
    }

    private void pay(UUID key) {
        String program = tenant.program();
        String consumer = tenant.account(program, "consumer", "EUR");
        String bank = tenant.account(program, "settlement", "EUR");
        created(tenant.post("/v1/transfers", key, Tenant.transferJson(bank, consumer, "1")));
    }

    private static List<UUID> keys() {
        return Stream.generate(UUID::randomUUID).limit(EACH).toList();
    }

    private List<HttpResponse<String>> send(List<UUID> keys, String json) throws Exception {
        return AtOnce.send(keys.size(), number -> create(keys.get(number), json));
    }

    private HttpResponse<String> create(UUID key, String json) {
        return tenant.post("/v1/programs", key, json);
    }

    private void assertPrograms(long number) {
        assertThat(Sql.number(service, PROGRAMS, tenant.organisation())).isEqualTo(number);
        assertThat(
                        Sql.number(
                                service,
                                "SELECT made FROM program_count WHERE organisation_id = ?",
                                tenant.organisation()))
                .isEqualTo(number);
    }

    /** As the purge does. */
    private void forget(UUID key) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }
}
