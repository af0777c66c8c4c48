package global.pryzma.ledger.transfer;

import static global.pryzma.ledger.testing.Tenant.accountJson;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.Walk;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the features answer while the ledger does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerOutageTest {
    private final ServiceUnderTest service = ServiceUnderTest.start(Map.of());

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void whatNeedsTheLedgerIs502AndTheSameKeySucceedsAfterwards() {
        Tenant tenant = new Tenant(service);
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        String transfer =
                created(tenant.post("/v1/transfers", transferJson(bank, ada, "5")))
                        .get("id")
                        .asText();
        UUID accountKey = UUID.randomUUID();
        UUID newCurrencyKey = UUID.randomUUID();
        UUID transferKey = UUID.randomUUID();
        UUID refusedKey = UUID.randomUUID();
        String refused = transferJson(bank, UUID.randomUUID().toString(), "7");
        assertError(tenant.post("/v1/transfers", refusedKey, refused), 404, "not_found");

        service.stopLedger();
        // Whether there is such an account only the ledger can say; and what was said stays so.
        assertUnavailable(
                tenant.post(
                        "/v1/transfers", transferJson(bank, UUID.randomUUID().toString(), "7")));
        assertUnavailable(tenant.post("/v1/transfers?dry_run=true", refused));
        assertUnavailable(tenant.delete("/v1/accounts/" + UUID.randomUUID()));
        assertError(tenant.post("/v1/transfers", refusedKey, refused), 404, "not_found");
        assertUnavailable(tenant.get("/v1/accounts/" + ada));
        assertUnavailable(tenant.get("/v1/accounts"));
        assertUnavailable(tenant.get("/v1/transfers/" + transfer));
        assertUnavailable(tenant.get("/v1/accounts/" + ada + "/transfers"));
        assertUnavailable(tenant.get("/v1/accounts/" + ada + "/balance"));
        assertUnavailable(tenant.get("/v1/accounts/" + ada + "/entries?order=asc"));
        assertError(
                tenant.get("/v1/accounts/" + ada + "/balance?at=2020-01-01T00:00:00Z"),
                404,
                "not_found");
        assertUnavailable(
                tenant.post("/v1/accounts", accountKey, accountJson(program, "fee", "EUR")));
        // Here the ledger is missed before the key is claimed.
        assertUnavailable(
                tenant.post("/v1/accounts", newCurrencyKey, accountJson(program, "fee", "JPY")));
        assertUnavailable(tenant.post("/v1/transfers", transferKey, transferJson(bank, ada, "7")));
        UUID wordsKey = UUID.randomUUID();
        String path = "/v1/transfers/" + transfer;
        String words = "{\"description\":\"d\"}";
        assertUnavailable(tenant.patch(path, wordsKey, words));
        assertUnavailable(tenant.post("/v1/transfers?dry_run=true", transferJson(bank, ada, "7")));
        // Programs and currencies have nothing to do with the ledger.
        assertThat(ok(tenant.get("/v1/programs/" + program)).get("id").asText()).isEqualTo(program);
        tenant.program();
        ok(tenant.patch("/v1/programs/" + program, "{\"name\":\"Points\"}"));
        created(tenant.post("/v1/currencies", "{\"code\":\"POINTS\",\"exponent\":0}"));
        ok(tenant.get("/v1/currencies"));

        service.startLedger();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> tenant.get("/v1/accounts/" + ada).statusCode() == 200);
        created(eventually(tenant, "/v1/transfers", transferKey, transferJson(bank, ada, "7")));
        assertThat(ok(tenant.patch(path, wordsKey, words)).get("description").asText())
                .isEqualTo("d");
        created(eventually(tenant, "/v1/accounts", accountKey, accountJson(program, "fee", "EUR")));
        created(
                eventually(
                        tenant,
                        "/v1/accounts",
                        newCurrencyKey,
                        accountJson(program, "fee", "JPY")));
        assertThat(ok(tenant.get("/v1/accounts/" + ada)).at("/balances/posted").asText())
                .isEqualTo("12");
        assertThat(ok(tenant.get("/v1/accounts/" + ada + "/transfers")).get("data")).hasSize(2);
    }

    /**
     * What asks the ledger is 502, whatever the filter; and cursors hold over outage and restart.
     */
    @Test
    void listsAndTheirCursors() {
        Tenant tenant = new Tenant(service);
        String program = tenant.program();
        tenant.program();
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        String words = ",\"metadata\":{\"k\":\"v\"}}";
        for (int i = 0; i < 3; i++) {
            created(tenant.post("/v1/transfers", transferJson(bank, ada, "5").replace("}", words)));
        }
        List<String> lists =
                List.of(
                        "/v1/transfers?limit=1",
                        "/v1/transfers?limit=1&status=posted",
                        "/v1/transfers?limit=1&account_id=" + ada,
                        "/v1/transfers?limit=1&metadata[k]=v",
                        "/v1/accounts?limit=1&currency=EUR",
                        "/v1/accounts?limit=1&status=active",
                        "/v1/programs?limit=1&name=W");
        Map<String, List<JsonNode>> walked = new HashMap<>();
        Map<String, String> cursors = new HashMap<>();
        for (String list : lists) {
            walked.put(list, Walk.all(tenant, list));
            cursors.put(list, Walk.page(tenant, list, "").get("next_cursor").asText());
        }

        service.stopLedger();
        lists.stream()
                .filter(list -> !list.contains("programs"))
                .forEach(list -> assertUnavailable(tenant.get(list)));
        assertThat(ok(tenant.get("/v1/programs?metadata[k]=v")).get("data")).isEmpty();
        assertThat(ok(tenant.get("/v1/programs?name=W")).get("data")).hasSize(2);
        // Nothing is there that the ledger would have to be asked for.
        assertThat(ok(tenant.get("/v1/accounts?metadata[k]=v")).get("data")).isEmpty();
        assertThat(ok(tenant.get("/v1/transfers?metadata[k]=w")).get("data")).isEmpty();
        assertError(tenant.get("/v1/accounts?status=open"), 400, "invalid_parameter");
        service.startLedger();

        service.restart();
        for (String list : lists) {
            List<JsonNode> all = walked.getOrDefault(list, List.of());
            assertThat(Walk.on(tenant, list, cursors.getOrDefault(list, "")))
                    .as(list)
                    .isEqualTo(all.subList(1, all.size()))
                    .isNotEmpty();
        }
    }

    /** As a client does that was told to retry. */
    private static HttpResponse<String> eventually(
            Tenant tenant, String path, UUID key, String json) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> tenant.post(path, key, json), response -> response.statusCode() < 500);
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertError(response, 502, "ledger_unavailable");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
}
