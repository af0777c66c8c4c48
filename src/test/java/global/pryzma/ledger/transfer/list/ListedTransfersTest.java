package global.pryzma.ledger.transfer.list;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Holds;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.Walk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The transfers of an organisation, and what they can be asked for by. */
@Execution(ExecutionMode.SAME_THREAD)
class ListedTransfersTest {
    private static final String TRANSFERS = "/v1/transfers";
    private static final List<String> STATUSES = List.of("posted", "pending", "voided", "expired");
    private static final List<String> KEYS = List.of("channel", "shop");
    private static final List<String> VALUES = List.of("app", "web");

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final String program = tenant.program();

    /** Of every kind, in two currencies; the list has what the lists of all accounts have. */
    @Test
    void filtersShowWhatTheWholeListHas() {
        Random random = new Random(Seed.of(ListedTransfersTest.class));
        List<String> accounts = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        for (String currency : List.of("EUR", "USD")) {
            make(random, currency, accounts, entries);
        }
        await().until(() ->
                Walk.all(tenant, TRANSFERS + "?limit=100").stream()
                                .filter(it -> is(it, "expired"))
                                .count()
                        == 2);

        List<JsonNode> all = Walk.all(tenant, TRANSFERS + "?limit=100");
        Map<String, JsonNode> ofAccounts = new TreeMap<>();
        for (String account : accounts) {
            Walk.all(tenant, "/v1/accounts/" + account + "/transfers?limit=100")
                    .forEach(it -> ofAccounts.put(it.get("id").asText(), it));
        }
        assertThat(all)
                .isEqualTo(
                        ofAccounts.values().stream()
                                .sorted(Comparator.comparing(ListedTransfersTest::time).reversed())
                                .toList());
        assertThat(Walk.all(tenant, TRANSFERS + "?limit=3")).isEqualTo(all);
        assertThat(STATUSES).allSatisfy(status -> assertThat(all).anyMatch(it -> is(it, status)));

        for (int i = 0; i < 50; i++) {
            List<String> query = new ArrayList<>();
            Predicate<JsonNode> asked = _ -> true;
            if (random.nextInt(3) == 0) {
                String account = any(random, accounts);
                query.add("account_id=" + account);
                asked =
                        asked.and(it ->
                                it.path("debit_account_id").asText().equals(account)
                                        || it.path("credit_account_id").asText().equals(account));
            }
            if (random.nextInt(5) == 0) {
                String entry = any(random, entries);
                query.add("journal_entry_id=" + entry);
                asked = asked.and(it -> it.path("journal_entry_id").asText().equals(entry));
            }
            if (random.nextInt(3) == 0) {
                String status = any(random, STATUSES);
                query.add("status=" + status);
                asked = asked.and(it -> is(it, status));
            }
            if (random.nextInt(3) == 0) {
                String from = time(any(random, all));
                query.add("from=" + from);
                asked = asked.and(it -> time(it).compareTo(from) >= 0);
            }
            if (random.nextInt(3) == 0) {
                String to = time(any(random, all));
                if (query.stream()
                        .noneMatch(it ->
                                it.startsWith("from=") && it.substring(5).compareTo(to) >= 0)) {
                    query.add("to=" + to);
                    asked = asked.and(it -> time(it).compareTo(to) < 0);
                }
            }
            for (String key : KEYS) {
                if (random.nextInt(4) == 0) {
                    String value = any(random, VALUES);
                    query.add("metadata[" + key + "]=" + value);
                    asked = asked.and(it -> it.path("metadata").path(key).asText().equals(value));
                }
            }
            query.add("limit=" + (1 + random.nextInt(9)));
            String path = TRANSFERS + "?" + String.join("&", query);
            assertThat(Walk.all(tenant, path))
                    .as(path)
                    .isEqualTo(all.stream().filter(asked).toList());
        }
    }

    private void make(Random random, String currency, List<String> accounts, List<String> entries) {
        String bank = tenant.account(program, "settlement", currency);
        String ada = tenant.account(program, "consumer", currency);
        String bob = tenant.account(program, "consumer", currency);
        accounts.addAll(List.of(bank, ada, bob));
        transfer(Holds.json(bank, bob, "1", 1));
        List<String> moved = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            moved.add(
                    transfer(
                            with(
                                    transferJson(bank, i % 2 == 0 ? ada : bob, "100"),
                                    words(random))));
        }
        for (int i = 0; i < 8; i++) {
            String hold = transfer(with(Holds.json(ada, bank, "3"), words(random)));
            switch (i % 4) {
                case 0 ->
                        created(
                                tenant.post(
                                        Holds.postPath(hold),
                                        "{\"amount\":\"2\"" + words(random) + "}"));
                case 1 -> created(tenant.post(Holds.voidPath(hold), "{}"));
                case 2 -> created(tenant.post(Holds.postPath(hold), "{}"));
                default -> {}
            }
        }
        created(
                tenant.post(
                        TRANSFERS + "/" + moved.getFirst() + "/reverse",
                        "{\"amount\":\"5\"" + words(random) + "}"));
        for (int i = 0; i < 3; i++) {
            String lines =
                    IntStream.range(0, 3)
                            .mapToObj(line ->
                                    "{\"account_id\":\"%s\",\"side\":\"%s\",\"amount\":\"%d\"}"
                                            .formatted(
                                                    List.of(bank, ada, bob).get(line),
                                                    line == 0 ? "debit" : "credit",
                                                    line == 0 ? 3 : line))
                            .reduce((a, b) -> a + "," + b)
                            .orElseThrow();
            // The words of an entry are none of its lines'.
            entries.add(
                    created(
                                    tenant.post(
                                            "/v1/journal-entries",
                                            "{\"lines\":[%s],\"metadata\":{\"channel\":\"app\"}}"
                                                    .formatted(lines)))
                            .get("id")
                            .asText());
        }
        for (boolean atomic : List.of(true, false)) {
            List<String> items =
                    IntStream.range(0, 4)
                            .mapToObj(_ -> with(transferJson(bank, ada, "1"), words(random)))
                            .toList();
            tenant.post(
                    TRANSFERS + "/batch",
                    "{\"atomic\":%s,\"transfers\":[%s]}"
                            .formatted(atomic, String.join(",", items)));
        }
    }

    /** Fields behind others. */
    private static String words(Random random) {
        List<String> entries = new ArrayList<>();
        for (String key : KEYS) {
            if (random.nextBoolean()) {
                entries.add("\"%s\":\"%s\"".formatted(key, any(random, VALUES)));
            }
        }
        return entries.isEmpty() ? "" : ",\"metadata\":{" + String.join(",", entries) + "}";
    }

    private static String with(String json, String fields) {
        return json.substring(0, json.length() - 1) + fields + "}";
    }

    private String transfer(String json) {
        return created(tenant.post(TRANSFERS, json)).get("id").asText();
    }

    private static boolean is(JsonNode transfer, String status) {
        return transfer.get("status").asText().equals(status);
    }

    private static String time(JsonNode transfer) {
        return transfer.get("created_at").asText();
    }

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** More than one look is at lies between: pages may be empty, and the walk comes to an end. */
    @Test
    void whatIsRareIsFoundAtABoundedCostForEachPage() {
        String dollarBank = tenant.account(program, "settlement", "USD");
        String dollarAda = tenant.account(program, "consumer", "USD");
        String older = transfer(Holds.json(dollarBank, dollarAda, "1"));
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        String rare =
                transfer(
                        with(
                                Holds.json(bank, ada, "1"),
                                ",\"metadata\":{\"a\":\"1\",\"z\":\"1\"}"));
        String item = with(transferJson(bank, ada, "1"), ",\"metadata\":{\"a\":\"1\"}");
        HttpResponse<String> batch =
                tenant.post(
                        TRANSFERS + "/batch",
                        "{\"atomic\":true,\"transfers\":[%s]}"
                                .formatted(String.join(",", Collections.nCopies(1_200, item))));
        assertThat(batch.statusCode()).isEqualTo(201);
        for (String filter :
                List.of(
                        "status=pending",
                        "status=pending&account_id=" + ada,
                        "metadata[a]=1&metadata[z]=1",
                        "metadata[a]=1&status=pending")) {
            String path = TRANSFERS + "?" + filter;
            JsonNode first = Walk.page(tenant, path, "");
            assertThat(first.get("data")).as(filter).isEmpty();
            assertThat(first.get("has_more").asBoolean()).as(filter).isTrue();
            assertThat(Walk.ids(tenant, path))
                    .as(filter)
                    .isEqualTo(
                            filter.equals("status=pending") ? List.of(rare, older) : List.of(rare));
        }
        String newer = transfer(Holds.json(dollarBank, dollarAda, "1"));
        assertThat(Walk.ids(tenant, TRANSFERS + "?status=pending"))
                .containsExactly(newer, rare, older);
        assertThat(Walk.ids(tenant, TRANSFERS + "?metadata[z]=1")).containsExactly(rare);
        assertThat(Walk.ids(tenant, TRANSFERS + "?limit=100&metadata[a]=1")).hasSize(1_201);
        assertThat(ok(tenant.get(TRANSFERS + "?limit=100&status=posted")).get("data")).hasSize(100);
    }

    @Test
    void aCursorGoesOnWhateverIsMadeOrEndedMeanwhile() {
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(transfer(with(Holds.json(bank, ada, "1"), ",\"metadata\":{\"k\":\"v\"}")));
        }
        for (String filter :
                List.of("", "&account_id=" + ada, "&metadata[k]=v", "&status=pending")) {
            String path = TRANSFERS + "?limit=2" + filter;
            JsonNode first = Walk.page(tenant, path, "");
            String made = transfer(with(Holds.json(bank, ada, "1"), ",\"metadata\":{\"k\":\"v\"}"));
            List<String> walked = new ArrayList<>(first.get("data").findValuesAsText("id"));
            walked.addAll(Walk.ids(Walk.on(tenant, path, first.get("next_cursor").asText())));
            assertThat(walked)
                    .as(filter)
                    .endsWith(ids.toArray(String[]::new))
                    .doesNotHaveDuplicates()
                    .doesNotContain(made);
        }
        String pending = TRANSFERS + "?limit=2&status=pending";
        JsonNode first = Walk.page(tenant, pending, "");
        created(tenant.post(Holds.voidPath(ids.get(3)), "{}"));
        assertThat(Walk.ids(Walk.on(tenant, pending, first.get("next_cursor").asText())))
                .doesNotContain(ids.get(3))
                .endsWith(ids.get(4));
    }

    /** Words that come later are found at once, those that were there before no more. */
    @Test
    void metadataAreFoundAsTheyAreNow() {
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        String plain = transfer(transferJson(bank, ada, "1"));
        String worded = transfer(with(transferJson(bank, ada, "1"), ",\"metadata\":{\"k\":\"v\"}"));
        String path = TRANSFERS + "?metadata[k]=v";
        assertThat(Walk.ids(tenant, path)).containsExactly(worded);
        String change = "{\"metadata\":{\"k\":\"%s\"}}";
        ok(tenant.patch(TRANSFERS + "/" + plain, change.formatted("v")));
        assertThat(Walk.ids(tenant, path)).containsExactly(worded, plain);
        ok(tenant.patch(TRANSFERS + "/" + worded, change.formatted("w")));
        assertThat(Walk.ids(tenant, path)).containsExactly(plain);
        ok(tenant.patch(TRANSFERS + "/" + plain, "{\"metadata\":null}"));
        assertThat(Walk.ids(tenant, path)).isEmpty();
        assertThat(Walk.ids(tenant, TRANSFERS + "?metadata[k]=w")).containsExactly(worded);
    }

    @Test
    void aCursorIsOfItsFilterAndOrganisation() {
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        for (int i = 0; i < 2; i++) {
            transfer(with(transferJson(bank, ada, "1"), ",\"metadata\":{\"k\":\"v\"}"));
        }
        List<String> filters =
                List.of(
                        "",
                        "account_id=" + ada,
                        "account_id=" + bank,
                        "metadata[k]=v",
                        "status=posted",
                        "from=2020-01-01T00:00:00Z");
        for (String filter : filters) {
            String cursor =
                    Walk.page(tenant, TRANSFERS + "?limit=1&" + filter, "")
                            .get("next_cursor")
                            .asText();
            for (String other : filters) {
                HttpResponse<String> response =
                        tenant.get(TRANSFERS + "?" + other + "&limit=1&cursor=" + cursor);
                assertThat(response.statusCode())
                        .as(filter + " on " + other)
                        .isEqualTo(other.equals(filter) ? 200 : 400);
            }
        }
        String cursor = Walk.page(tenant, TRANSFERS + "?limit=1", "").get("next_cursor").asText();
        Tenant other = new Tenant(service);
        String till = other.account(other.program(), "settlement", "EUR");
        assertError(other.get(TRANSFERS + "?limit=1&cursor=" + cursor), 400, "invalid_parameter");
        assertThat(ok(other.get(TRANSFERS)).get("data")).isEmpty();
        for (String theirs : List.of("account_id=" + ada, "metadata[k]=v", "status=posted")) {
            assertThat(other.get(TRANSFERS + "?" + theirs).body())
                    .isEqualTo("{\"data\":[],\"has_more\":false}");
        }
        assertThat(till).isNotEqualTo(bank);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=open | status must be one of posted, pending, voided, expired",
                "account_id=x | account_id must be a UUID",
                "journal_entry_id=x | journal_entry_id must be a UUID",
                "from=yesterday | from must be a time such as 2026-03-14T09:00:00Z",
                "from=2026-03-14T09:00:00Z&to=2026-03-14T09:00:00Z | from must be before to",
                "reference=a&status=posted | reference names one transfer, and stands alone",
                "metadata[a]=1&metadata[a]=2 | metadata[a] stands more than once",
                "currency=EUR | There is no query parameter of this name here: only account_id,"
                    + " cursor, from, journal_entry_id, limit, reference, status, to, metadata[…]",
            })
    void whatCanNotBeAskedForIsSaid(String query, String detail) {
        assertThat(tenant.problem("GET", TRANSFERS + "?" + query, "").get("detail").asText())
                .isEqualTo(detail);
    }

    @Test
    void withManyCurrenciesTheWholeIsNotMerged() {
        List<String> codes =
                List.of(
                        "EUR", "USD", "JPY", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
                        "RON", "TRY", "AUD", "NZD", "CAD", "MXN", "BRL", "ZAR", "INR");
        String account = "";
        for (String code : codes) {
            account = tenant.account(program, "settlement", code);
        }
        assertThat(ok(tenant.get(TRANSFERS)).get("data")).isEmpty();
        tenant.account(program, "settlement", "KRW");
        assertThat(tenant.problem("GET", TRANSFERS + "?status=posted", "").get("detail").asText())
                .isEqualTo(
                        "with more than 20 currencies ask by account_id, journal_entry_id, metadata"
                                + " or reference");
        for (String led :
                List.of(
                        "account_id=" + account,
                        "journal_entry_id=" + UUID.randomUUID(),
                        "metadata[a]=b",
                        "reference=r")) {
            assertThat(ok(tenant.get(TRANSFERS + "?" + led)).get("data")).isEmpty();
        }
    }
}
