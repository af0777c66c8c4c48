package global.pryzma.ledger.transfer.hold;

import static global.pryzma.ledger.testing.Holds.postPath;
import static global.pryzma.ledger.testing.Holds.voidPath;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A hold ends by the ledger's clock, whether anybody looks or not. */
@Execution(ExecutionMode.SAME_THREAD)
class HoldExpiryTest {
    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());

    @Test
    void aHoldExpires() {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "100")));
        JsonNode lasting =
                created(tenant.post("/v1/transfers", Holds.json(ada, bank, "30", 4_294_967_295L)));
        assertThat(seconds(lasting)).isEqualTo(4_294_967_295L);
        UUID key = UUID.randomUUID();
        String json = Holds.json(ada, bank, "60", 1);
        HttpResponse<String> made = tenant.post("/v1/transfers", key, json);
        JsonNode hold = created(made);
        assertThat(hold.get("status").asText()).isEqualTo("pending");
        assertThat(seconds(hold)).isEqualTo(1);
        String path = "/v1/transfers/" + hold.get("id").asText();
        ObjectNode expired = hold.deepCopy();
        expired.put("status", "expired");
        await().until(() -> !ok(tenant.get(path)).equals(hold));
        assertThat(ok(tenant.get(path))).isEqualTo(expired);
        assertThat(ok(tenant.get("/v1/accounts/" + ada + "/transfers")).get("data").get(0))
                .isEqualTo(expired);

        String id = hold.get("id").asText();
        for (String end : new String[] {postPath(id), voidPath(id)}) {
            assertError(tenant.post(end, ""), 409, "conflict");
            assertThat(tenant.problem(end, "{}").get("detail").asText())
                    .isEqualTo("the hold has expired");
        }
        assertThat(ok(tenant.get(path))).isEqualTo(expired);
        // Its making is answered as it was.
        assertThat(tenant.post("/v1/transfers", key, json).body()).isEqualTo(made.body());
        await().until(() -> available(ada).equals("70"));
        assertError(
                tenant.post("/v1/transfers", transferJson(ada, bank, "71")),
                422,
                "insufficient_funds");
        created(tenant.post("/v1/transfers", transferJson(ada, bank, "70")));
        assertThat(ok(tenant.get("/v1/transfers/" + lasting.get("id").asText())))
                .isEqualTo(lasting);
    }

    private static long seconds(JsonNode hold) {
        return Duration.between(
                        Instant.parse(hold.get("created_at").asText()),
                        Instant.parse(hold.get("expires_at").asText()))
                .toSeconds();
    }

    private String available(String account) {
        return ok(tenant.get("/v1/accounts/" + account)).get("balances").get("available").asText();
    }
}
