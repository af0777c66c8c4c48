package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.json;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.statement.EntryWalk.Chunk;
import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.transfer.batch.BatchJson;
import global.pryzma.ledger.transfer.journal.EntryJson;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/**
 * What the ledger says of every account's past, against sums of the test's own, over a random
 * history with everything in it that must not show.
 */
@Execution(ExecutionMode.SAME_THREAD)
class EntriesOverHistoryTest {
    private static final int STEPS = 90;

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final Random random = new Random(Seed.of(EntriesOverHistoryTest.class));
    private final List<String> accounts = new ArrayList<>();
    private final List<String> reversible = new ArrayList<>();
    private final List<JsonNode> held = new ArrayList<>();
    private boolean isForSure;

    /** By account, then by transfer: what the test knows that has happened. */
    private final Map<String, Map<String, Expected>> expected = new HashMap<>();

    /** An entry that there must be. */
    private record Expected(String kind, BigInteger amount) {
        boolean isPosted() {
            return !kind.equals("hold") && !kind.equals("void");
        }
    }

    @Test
    void everyEntryIsWhatHasHappened() {
        String program = tenant.program();
        for (String type : List.of("settlement", "external", "fee", "consumer")) {
            String account = tenant.account(program, type, "EUR");
            accounts.add(account);
            expected.put(account, new HashMap<>());
        }
        everyKindOnce();
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        assertThat(expected.values().stream().flatMap(it -> it.values().stream()))
                .extracting(Expected::kind)
                .contains("transfer", "hold", "post", "void", "reversal", "line");
        for (String account : accounts) {
            compare(account);
        }
    }

    /** Between accounts that nothing is refused to; what comes later may all be refused. */
    private void everyKindOnce() {
        isForSure = true;
        transfer("");
        reverse();
        hold("");
        endHold(true);
        hold("");
        endHold(false);
        entry();
        isForSure = false;
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1 -> transfer("");
            case 2 -> transfer("\"description\":\"" + random.nextInt() + "\"");
            case 3 -> hold("");
            case 4 -> hold(",\"timeout_seconds\":1");
            case 5 -> endHold(random.nextBoolean());
            case 6 -> reverse();
            case 7 -> entry();
            case 8 -> batch();
            default -> changeAccount();
        }
    }

    private void transfer(String words) {
        Pair pair = pair();
        String json = transferJson(pair.debit(), pair.credit(), pair.amount());
        JsonNode answer =
                json(
                        tenant.post(
                                "/v1/transfers",
                                words.isEmpty() ? json : BatchJson.with(json, words)));
        if (answer.has("id")) {
            reversible.add(answer.get("id").asText());
            expect("transfer", answer, pair.amount());
        }
    }

    private void hold(String more) {
        Pair pair = pair();
        String json =
                Holds.json(pair.debit(), pair.credit(), pair.amount()).replace("}", more + "}");
        JsonNode answer = json(tenant.post("/v1/transfers", json));
        if (answer.has("id")) {
            held.add(answer);
            expect("hold", answer, pair.amount());
        }
    }

    /** Of any of them; those that have expired by now are refused. */
    private void endHold(boolean post) {
        if (held.isEmpty()) {
            return;
        }
        JsonNode hold = held.remove(random.nextInt(held.size()));
        String id = hold.get("id").asText();
        String amount = hold.get("amount").asText();
        String part = String.valueOf(1 + random.nextLong(Long.parseLong(amount)));
        JsonNode answer =
                json(
                        post
                                ? tenant.post(Holds.postPath(id), Holds.part(part))
                                : tenant.post(Holds.voidPath(id), ""));
        if (answer.has("resolved_by")) {
            expect(
                    post ? "post" : "void",
                    answer.get("resolved_by").asText(),
                    hold.get("debit_account_id").asText(),
                    hold.get("credit_account_id").asText(),
                    post ? part : amount);
        }
    }

    private void reverse() {
        if (reversible.isEmpty()) {
            return;
        }
        String id = reversible.get(random.nextInt(reversible.size()));
        JsonNode answer =
                json(tenant.post("/v1/transfers/" + id + "/reverse", "{\"amount\":\"1\"}"));
        if (answer.has("id")) {
            expect("reversal", answer, "1");
        }
    }

    /** Of three lines, or of two, which are one transfer; and now and then back again. */
    private void entry() {
        Pair pair = pair();
        boolean pairOnly = random.nextBoolean();
        String half = String.valueOf(Long.parseLong(pair.amount()) + 1);
        JsonNode answer =
                json(
                        tenant.post(
                                "/v1/journal-entries",
                                pairOnly
                                        ? EntryJson.entry(
                                                EntryJson.debit(pair.debit(), half),
                                                EntryJson.credit(pair.credit(), half))
                                        : EntryJson.entry(
                                                EntryJson.debit(pair.debit(), half),
                                                EntryJson.debit(accounts.getFirst(), "3"),
                                                EntryJson.credit(
                                                        pair.credit(),
                                                        String.valueOf(
                                                                Long.parseLong(half) + 3)))));
        expectLines(answer);
        if (answer.has("id") && random.nextInt(3) == 0) {
            expectLines(
                    json(
                            tenant.post(
                                    "/v1/journal-entries/" + answer.get("id").asText() + "/reverse",
                                    "")));
        }
    }

    private void expectLines(JsonNode entry) {
        for (JsonNode line : entry.path("lines")) {
            boolean debit = line.get("side").asText().equals("debit");
            expectOne(
                    "line",
                    line.get("transfer_id").asText(),
                    line.get("account_id").asText(),
                    debit,
                    line.get("amount").asText());
        }
    }

    private void batch() {
        Pair first = pair();
        Pair second = pair();
        String json =
                BatchJson.batch(
                        random.nextBoolean(),
                        List.of(
                                transferJson(first.debit(), first.credit(), first.amount()),
                                transferJson(second.debit(), second.credit(), second.amount())));
        JsonNode answer = json(tenant.post("/v1/transfers/batch", json));
        answer.path("transfers")
                .forEach(made -> expect("transfer", made, made.get("amount").asText()));
        answer.path("results")
                .forEach(result -> {
                    JsonNode made = result.path("transfer");
                    if (made.has("id")) {
                        expect("transfer", made, made.get("amount").asText());
                    }
                });
    }

    /** None of it is an entry, and a frozen account refuses what comes meanwhile. */
    private void changeAccount() {
        String account = accounts.get(1 + random.nextInt(accounts.size() - 1));
        String json =
                switch (random.nextInt(3)) {
                    case 0 -> "{\"name\":\"" + random.nextInt() + "\"}";
                    case 1 -> "{\"status\":\"frozen\"}";
                    default -> "{\"status\":\"active\"}";
                };
        json(tenant.patch("/v1/accounts/" + account, json));
    }

    private record Pair(String debit, String credit, String amount) {}

    private Pair pair() {
        if (isForSure) {
            return new Pair(accounts.getFirst(), accounts.getLast(), "1000");
        }
        int debit = random.nextInt(accounts.size());
        int credit = (debit + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
        return new Pair(
                accounts.get(debit),
                accounts.get(credit),
                String.valueOf(1 + random.nextInt(1000)));
    }

    private void expect(String kind, JsonNode made, String amount) {
        expect(
                kind,
                made.get("id").asText(),
                made.get("debit_account_id").asText(),
                made.get("credit_account_id").asText(),
                amount);
    }

    private void expect(String kind, String id, String debit, String credit, String amount) {
        expectOne(kind, id, debit, true, amount);
        expectOne(kind, id, credit, false, amount);
    }

    private void expectOne(String kind, String id, String account, boolean debit, String amount) {
        BigInteger value = new BigInteger(amount);
        // The first one is the settlement account, which grows by debits.
        boolean grows = debit == account.equals(accounts.getFirst());
        of(account).put(id, new Expected(kind, grows ? value : value.negate()));
    }

    private Map<String, Expected> of(String account) {
        return Objects.requireNonNull(expected.get(account));
    }

    private Expected known(String account, String transfer) {
        return Objects.requireNonNull(of(account).get(transfer));
    }

    private void compare(String account) {
        List<JsonNode> entries =
                EntryPages.of(tenant, account, "order=asc&limit=" + (1 + random.nextInt(30)));
        assertThat(entries.stream().map(entry -> entry.get("transfer_id").asText()))
                .containsExactlyInAnyOrderElementsOf(of(account).keySet());
        BigInteger sum = BigInteger.ZERO;
        long before = 0;
        for (JsonNode entry : entries) {
            Expected known = known(account, entry.get("transfer_id").asText());
            assertThat(entry.get("kind").asText()).isEqualTo(known.kind());
            assertThat(entry.get("amount").asText()).isEqualTo(known.amount().toString());
            sum = known.isPosted() ? sum.add(known.amount()) : sum;
            assertThat(entry.get("posted_after").asText()).isEqualTo(sum.toString());
            long at = nanos(entry);
            assertThat(at).isGreaterThan(before);
            before = at;
        }
        JsonNode now = ok(tenant.get("/v1/accounts/" + account));
        assertThat(now.at("/balances/posted").asText()).isEqualTo(sum.toString());
        for (String query : List.of("", "&direction=debit", "&direction=credit")) {
            for (String pending : List.of("", "&include_pending=false")) {
                compareFiltered(account, entries, query, pending);
            }
        }
        if (!entries.isEmpty()) {
            compareBalances(account, entries);
            compareWalks(account, entries);
        }
    }

    private void compareFiltered(
            String account, List<JsonNode> all, String direction, String pending) {
        List<JsonNode> wanted =
                all.stream()
                        .filter(entry ->
                                direction.isEmpty()
                                        || direction.endsWith(entry.get("direction").asText()))
                        .filter(entry ->
                                pending.isEmpty()
                                        || known(account, entry.get("transfer_id").asText())
                                                .isPosted())
                        .toList();
        String query = "limit=" + (5 + random.nextInt(30)) + direction + pending;
        assertThat(EntryPages.of(tenant, account, query)).isEqualTo(wanted.reversed());
        assertThat(EntryPages.of(tenant, account, query + "&order=asc")).isEqualTo(wanted);
    }

    /** At a random entry, and right before it. */
    private void compareBalances(String account, List<JsonNode> entries) {
        for (int i = 0; i < 5; i++) {
            int at = random.nextInt(entries.size());
            long nanos = nanos(entries.get(at));
            assertThat(posted(account, nanos))
                    .isEqualTo(entries.get(at).get("posted_after").asText());
            assertThat(posted(account, nanos - 1))
                    .isEqualTo(at == 0 ? "0" : entries.get(at - 1).get("posted_after").asText());
        }
    }

    private String posted(String account, long nanos) {
        String path = "/v1/accounts/" + account + "/balance?at=" + WireTime.of(nanos);
        return ok(tenant.get(path)).get("posted").asText();
    }

    /** Opening and entries are closing, and the closing of a time is the opening of the next. */
    private void compareWalks(String account, List<JsonNode> entries) {
        long end = nanos(entries.getLast()) + 1;
        long middle = nanos(entries.get(random.nextInt(entries.size())));
        BigInteger opening = BigInteger.ZERO;
        List<String> walked = new ArrayList<>();
        for (TimeRange range :
                List.of(
                        TimeRange.before(middle),
                        new TimeRange(middle, end),
                        new TimeRange(end, 0))) {
            opening = compareWalk(account, range, opening, walked);
        }
        assertThat(walked)
                .containsExactlyElementsOf(
                        entries.stream()
                                .map(entry -> entry.get("transfer_id").asText())
                                .filter(id -> known(account, id).isPosted())
                                .toList());
    }

    private BigInteger compareWalk(
            String account, TimeRange range, BigInteger opening, List<String> walked) {
        LedgerCall call =
                new LedgerCall(tenant.organisation(), Deadline.after(Duration.ofSeconds(60)));
        var facts = service.bean(Accounts.class).find(call, UUID.fromString(account)).orElseThrow();
        var side = facts.type().normalSide();
        EntryWalk walk = service.bean(EntryReader.class).walk(facts, range, call);
        assertThat(walk.opening().on(side)).isEqualTo(opening);
        BigInteger sum = opening;
        Chunk chunk;
        do {
            chunk = walk.next(call);
            for (Entry entry : chunk.entries()) {
                sum = sum.add(entry.amount());
                assertThat(entry.postedAfter()).isEqualTo(sum);
                walked.add(entry.transferId().toString());
            }
        } while (!chunk.isLast());
        assertThat(walk.closing().on(side)).isEqualTo(sum);
        assertThat(walk.next(call)).isEqualTo(Chunk.NONE);
        return sum;
    }

    private static long nanos(JsonNode entry) {
        return WireTime.epochNanos(Instant.parse(entry.get("created_at").asText()));
    }
}
