package global.pryzma.ledger.transfer.hold;

import static global.pryzma.ledger.testing.Holds.part;
import static global.pryzma.ledger.testing.Holds.postPath;
import static global.pryzma.ledger.testing.Holds.voidPath;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** Of posts and voids that meet, one is carried out, and the others are told how the hold ended. */
@Execution(ExecutionMode.SAME_THREAD)
class HoldRaceTest {
    private static final int ENDS = 10;

    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());

    @RepeatedTest(5)
    void oneOfTenEnds() throws Exception {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        created(tenant.post("/v1/transfers", transferJson(bank, ada, "100")));
        String hold =
                created(tenant.post("/v1/transfers", Holds.json(ada, bank, "60")))
                        .get("id")
                        .asText();
        List<HttpResponse<String>> responses =
                AtOnce.send(
                        ENDS,
                        number ->
                                tenant.postForProblem(
                                        number % 2 == 0 ? postPath(hold) : voidPath(hold),
                                        UUID.randomUUID(),
                                        number % 4 == 0 ? part("25") : "{}"));
        JsonNode now = ok(tenant.get("/v1/transfers/" + hold));
        String status = now.get("status").asText();
        assertThat(status).isIn("posted", "voided");
        assertThat(responses).filteredOn(response -> response.statusCode() == 201).hasSize(1);
        for (HttpResponse<String> response : responses) {
            if (response.statusCode() == 201) {
                assertThat(json(response)).isEqualTo(now);
            } else {
                assertThat(response.statusCode()).as(response.body()).isEqualTo(409);
                assertThat(json(response).get("detail").asText())
                        .isEqualTo("the hold was " + status + " already");
            }
        }
        JsonNode balances = ok(tenant.get("/v1/accounts/" + ada)).get("balances");
        long moved = now.path("posted_amount").asLong(0);
        assertThat(balances.get("posted").asLong()).isEqualTo(100 - moved);
        assertThat(balances.get("available").asLong()).isEqualTo(100 - moved);
        assertThat(ok(tenant.get("/v1/accounts/" + ada + "/transfers")).get("data")).hasSize(3);
    }
}
