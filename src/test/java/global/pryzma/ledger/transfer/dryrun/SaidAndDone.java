package global.pryzma.ledger.transfer.dryrun;

import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.testing.Tenant;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A request that is asked first, and then sent: what was said must come, and nothing else. */
final class SaidAndDone {
    /** What only the request itself can give. */
    private static final Set<String> UNFORESEEN =
            Set.of("id", "created_at", "expires_at", "resolved_by", "resolved_at", "transfer_id");

    private final Tenant tenant;

    SaidAndDone(Tenant tenant) {
        this.tenant = tenant;
    }

    /** The answer to the question what would come of it; no account has changed with it. */
    HttpResponse<String> ask(String path, UUID key, String json) {
        Map<String, JsonNode> before = balances();
        HttpResponse<String> said = tenant.postForProblem(path + "?dry_run=true", key, json);
        assertThat(balances()).as("after the dry run of %s %s", path, json).isEqualTo(before);
        return said;
    }

    /** Asks and does it; the response to what was done. */
    HttpResponse<String> check(String path, String json) {
        UUID key = UUID.randomUUID();
        HttpResponse<String> said = ask(path, key, json);
        Map<String, JsonNode> before = balances();
        HttpResponse<String> done = tenant.postForProblem(path, key, json);
        String what = path + " " + json + ": " + said.body() + " and " + done.body();
        assertThat(done.headers().firstValue("Pryzma-Idempotency-Replayed")).as(what).isEmpty();
        if (done.statusCode() >= 400) {
            assertThat(said.statusCode()).as(what).isEqualTo(done.statusCode());
            assertThat(error(said)).as(what).isEqualTo(error(done));
            assertThat(balances()).as(what).isEqualTo(before);
        } else {
            JsonNode foreseen = ok(said);
            assertThat(foreseen.get("dry_run").asBoolean()).as(what).isTrue();
            assertThat(foreseen.get("status").asInt()).as(what).isEqualTo(done.statusCode());
            assertForeseen(what, foreseen.get("response"), json(done));
            for (JsonNode account : foreseen.get("accounts")) {
                before.put(account.get("id").asText(), account.get("balances"));
            }
            assertThat(balances()).as(what).isEqualTo(before);
        }
        return done;
    }

    /** All that was said is so; what was not said is what can't be foreseen. */
    private static void assertForeseen(String what, JsonNode said, JsonNode done) {
        assertThat(said.getNodeType()).as(what).isEqualTo(done.getNodeType());
        if (done.isObject()) {
            assertThat(done.fieldNames()).toIterable().as(what).containsAll(said::fieldNames);
            done.properties()
                    .forEach(field -> {
                        if (said.has(field.getKey())) {
                            assertForeseen(what, said.get(field.getKey()), field.getValue());
                        } else {
                            assertThat(field.getKey()).as(what).isIn(UNFORESEEN);
                        }
                    });
        } else if (done.isArray()) {
            assertThat(said.size()).as(what).isEqualTo(done.size());
            for (int i = 0; i < done.size(); i++) {
                assertForeseen(what, said.get(i), done.get(i));
            }
        } else {
            assertThat(said).as(what).isEqualTo(done);
        }
    }

    /** But for what belongs to the one request. */
    private static JsonNode error(HttpResponse<String> response) {
        ObjectNode error = json(response).deepCopy();
        error.remove(Set.of("instance", "request_id"));
        return error;
    }

    /** Of all accounts, by their ids. */
    Map<String, JsonNode> balances() {
        Map<String, JsonNode> balances = new HashMap<>();
        for (JsonNode account : ok(tenant.get("/v1/accounts?limit=100")).get("data")) {
            balances.put(account.get("id").asText(), account.get("balances"));
        }
        return balances;
    }
}
