package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.ok;
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

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Statements add up to the unit, for any history and any times. */
@Execution(ExecutionMode.SAME_THREAD)
class StatementArithmeticTest {
    private static final long SEED = Seed.of(StatementArithmeticTest.class);
    private static final int STEPS = 60;
    private static final int TRIALS = 12;

    private final Random random = new Random(SEED);
    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());
    private final String program = tenant.program();
    private final List<String> accounts =
            List.of(
                    tenant.account(program, "settlement", "USD"),
                    tenant.account(program, "consumer", "USD"),
                    tenant.account(program, "revenue", "USD"));
    private final List<String> holds = new ArrayList<>();
    private final List<String> transfers = new ArrayList<>();

    /** The times between which statements are cut: those of the entries, and right beside them. */
    private final TreeSet<Instant> times = new TreeSet<>();

    @Test
    void forAnyTwoTimes() {
        for (int i = 0; i < STEPS; i++) {
            move();
        }
        for (String account : accounts) {
            JsonNode whole = statement(account, "");
            addsUp(whole);
            for (JsonNode entry : whole.get("entries")) {
                Instant made = Instant.parse(entry.get("created_at").asText());
                times.add(made);
                times.add(made.plusNanos(1));
            }
            for (int i = 0; i < TRIALS; i++) {
                neighboursMakeTheWhole(account, whole);
            }
        }
    }

    /** Anything that moves money, or holds it, or tries to; what is refused is part of history. */
    private void move() {
        String debit = any(accounts);
        String credit = any(accounts);
        String amount = Integer.toString(1 + random.nextInt(1000));
        switch (random.nextInt(6)) {
            case 0 -> keep(holds, tenant.post("/v1/transfers", Holds.json(debit, credit, amount)));
            case 1 -> end(Holds::postPath, Holds.part(amount));
            case 2 -> end(Holds::voidPath, "{}");
            case 3 -> {
                if (!transfers.isEmpty()) {
                    tenant.post("/v1/transfers/" + any(transfers) + "/reverse", "{}");
                }
            }
            case 4 ->
                    tenant.post(
                            "/v1/journal-entries",
                            "{\"lines\":[%s,%s,%s]}"
                                    .formatted(
                                            line(accounts.get(0), "debit", "30"),
                                            line(accounts.get(1), "credit", "10"),
                                            line(accounts.get(2), "credit", "20")));
            default ->
                    keep(
                            transfers,
                            tenant.post("/v1/transfers", transferJson(debit, credit, amount)));
        }
    }

    private void end(UnaryOperator<String> path, String json) {
        if (!holds.isEmpty()) {
            tenant.post(path.apply(holds.remove(random.nextInt(holds.size()))), json);
        }
    }

    private static void keep(List<String> ids, HttpResponse<String> response) {
        if (response.statusCode() == 201) {
            ids.add(Tenant.json(response).get("id").asText());
        }
    }

    private static String line(String account, String side, String amount) {
        return "{\"account_id\":\"%s\",\"side\":\"%s\",\"amount\":\"%s\"}"
                .formatted(account, side, amount);
    }

    private String any(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void neighboursMakeTheWhole(String account, JsonNode whole) {
        Instant begin = Instant.parse(whole.get("from").asText());
        Instant end = Instant.parse(whole.get("to").asText());
        Instant cut = List.copyOf(times).get(random.nextInt(times.size()));
        if (!cut.isAfter(begin) || !cut.isBefore(end)) {
            return;
        }
        JsonNode first = statement(account, "?to=" + cut);
        JsonNode second = statement(account, "?from=" + cut + "&to=" + end);
        addsUp(first);
        addsUp(second);
        assertThat(second.get("opening_balance")).isEqualTo(first.get("closing_balance"));
        assertThat(second.get("closing_balance")).isEqualTo(whole.get("closing_balance"));
        List<JsonNode> entries = new ArrayList<>();
        first.get("entries").forEach(entries::add);
        second.get("entries").forEach(entries::add);
        assertThat(entries).isEqualTo(list(whole.get("entries")));
        assertThat(first.get("entries")).allSatisfy(entry -> assertThat(made(entry)).isBefore(cut));
        assertThat(statement(account, "?to=" + cut).get("entries")).isEqualTo(first.get("entries"));
    }

    private static Instant made(JsonNode entry) {
        return Instant.parse(entry.get("created_at").asText());
    }

    private static void addsUp(JsonNode statement) {
        BigInteger balance = number(statement, "opening_balance");
        BigInteger debits = BigInteger.ZERO;
        BigInteger credits = BigInteger.ZERO;
        for (JsonNode entry : statement.get("entries")) {
            BigInteger amount = number(entry, "amount");
            balance = balance.add(amount);
            assertThat(number(entry, "posted_after")).isEqualTo(balance);
            if (entry.get("direction").asText().equals("debit")) {
                debits = debits.add(amount.abs());
            } else {
                credits = credits.add(amount.abs());
            }
        }
        assertThat(number(statement, "closing_balance")).isEqualTo(balance);
        assertThat(number(statement, "total_debits")).isEqualTo(debits);
        assertThat(number(statement, "total_credits")).isEqualTo(credits);
    }

    private static BigInteger number(JsonNode from, String name) {
        return new BigInteger(from.get(name).asText());
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private JsonNode statement(String account, String query) {
        return ok(tenant.get("/v1/accounts/" + account + "/statement" + query));
    }
}
