package global.pryzma.ledger.transfer.dryrun;

import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whatever is asked for, with nothing in between the request does what its dry run has said: to the
 * accounts, in its answer, or in its refusal.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RandomDryRunsTest {
    private static final int REQUESTS = Integer.getInteger("dryruns.requests", 80);

    private final Random random = new Random(Seed.of(RandomDryRunsTest.class));
    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());
    private final SaidAndDone saidAndDone = new SaidAndDone(tenant);
    private final List<String> accounts = new ArrayList<>();
    private final List<String> transfers = new ArrayList<>();
    private final List<String> holds = new ArrayList<>();
    private final List<String> entries = new ArrayList<>();
    private final List<String> references = new ArrayList<>();
    private final Map<Integer, Integer> statuses = new HashMap<>();

    @Test
    void theRequestDoesWhatWasSaid() {
        String program = tenant.program();
        for (String type : List.of("settlement", "consumer", "consumer", "business", "fee")) {
            accounts.add(tenant.account(program, type, "USD_GT"));
        }
        for (String account : accounts.subList(1, 5)) {
            learn(tenant.post("/v1/transfers", transferJson(accounts.getFirst(), account, "99")));
            learn(tenant.post("/v1/transfers", Holds.json(account, accounts.getFirst(), "9")));
        }
        accounts.add(tenant.account(program, "consumer", "EUR"));
        accounts.add(tenant.account(program, "external", "EUR"));
        accounts.add(UUID.randomUUID().toString());
        for (int i = 0; i < REQUESTS; i++) {
            if (random.nextInt(8) == 0) {
                freezeOrThaw();
            }
            learn(next());
        }
        System.out.println("RandomDryRunsTest: " + statuses);
        assertThat(statuses).containsKeys(201, 409, 422);
    }

    private void learn(HttpResponse<String> response) {
        JsonNode done = json(response);
        if (done.has("lines")) {
            entries.add(done.get("id").asText());
        } else if (done.path("status").asText().equals("pending")) {
            holds.add(done.get("id").asText());
        } else if (done.has("id")) {
            transfers.add(done.get("id").asText());
        }
    }

    private HttpResponse<String> next() {
        HttpResponse<String> done =
                switch (random.nextInt(10)) {
                    case 0, 1 -> check("/v1/transfers", transfer());
                    case 2 -> check("/v1/transfers", hold());
                    case 3 -> check(Holds.postPath(one(holds)), perhapsPart());
                    case 4 -> check(Holds.voidPath(one(holds)), "{}");
                    case 5 -> check("/v1/transfers/" + original() + "/reverse", perhapsPart());
                    case 6, 7 -> check("/v1/journal-entries", entry());
                    case 8 -> check("/v1/journal-entries/" + one(entries) + "/reverse", "{}");
                    default -> check("/v1/transfers/batch", batch());
                };
        statuses.merge(done.statusCode(), 1, Integer::sum);
        return done;
    }

    private HttpResponse<String> check(String path, String json) {
        return saidAndDone.check(path, worded(json));
    }

    /** Sometimes with a reference, now and then with one that is taken. */
    private String worded(String json) {
        if (json.contains("\"transfers\"") || random.nextInt(3) != 0) {
            return json;
        }
        if (random.nextInt(3) != 0 || references.isEmpty()) {
            references.add(UUID.randomUUID().toString());
        }
        String words =
                "\"reference\":\"%s\",\"metadata\":{\"n\":\"1\"}}".formatted(one(references));
        return json.substring(0, json.length() - 1) + (json.equals("{}") ? "" : ",") + words;
    }

    private String transfer() {
        return transferJson(account(), account(), amount());
    }

    private String hold() {
        return random.nextBoolean()
                ? Holds.json(account(), account(), amount())
                : Holds.json(account(), account(), amount(), 1000);
    }

    private String original() {
        return one(random.nextInt(3) == 0 ? holds : transfers);
    }

    private String perhapsPart() {
        return random.nextBoolean() ? "{}" : Holds.part(amount());
    }

    /** Mostly balanced. */
    private String entry() {
        int each = 1 + random.nextInt(30);
        int pairs = 1 + random.nextInt(3);
        return IntStream.range(0, pairs)
                .mapToObj(_ -> line("debit", each) + "," + line("credit", each))
                .collect(Collectors.joining(",", "{\"lines\":[", "]}"));
    }

    private String line(String side, int amount) {
        String account = accounts.get(random.nextInt(random.nextInt(6) == 0 ? 8 : 5));
        return "{\"account_id\":\"%s\",\"side\":\"%s\",\"amount\":\"%d\"}"
                .formatted(account, side, amount);
    }

    private String batch() {
        return IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(_ -> worded(random.nextInt(4) == 0 ? hold() : transfer()))
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"atomic\":" + random.nextBoolean() + ",\"transfers\":[",
                                "]}"));
    }

    private void freezeOrThaw() {
        String status = random.nextInt(3) == 0 ? "frozen" : "active";
        tenant.patch("/v1/accounts/" + accounts.get(1), "{\"status\":\"" + status + "\"}");
    }

    /** Mostly one of the same currency; the last one is nobody's. */
    private String account() {
        return accounts.get(random.nextInt(random.nextInt(8) == 0 ? accounts.size() : 5));
    }

    private String amount() {
        return Integer.toString(1 + random.nextInt(60));
    }

    private String one(List<String> known) {
        return known.isEmpty()
                ? UUID.randomUUID().toString()
                : known.get(random.nextInt(known.size()));
    }
}
