package global.pryzma.ledger.account;

import static global.pryzma.ledger.testing.Tenant.accountJson;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Walk.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.Walk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;

/** What accounts can be asked for by. */
@Execution(ExecutionMode.SAME_THREAD)
class ListedAccountsTest {
    private static final List<String> TYPES = List.of("consumer", "settlement", "fee");
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY");
    private static final List<String> STATUSES = List.of("active", "frozen", "closed");
    private static final List<String> NAMES = List.of("A", "Ada", "Ada L", "ada", "Äda", "B%");
    private static final List<String> KEYS = List.of("team", "tier", "a]b");
    private static final List<String> VALUES = List.of("1", "2", "");

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    /** Any filters together show, page by page, what of the whole list has what they say. */
    @Test
    void filtersShowWhatTheWholeListHas() {
        Random random = new Random(Seed.of(ListedAccountsTest.class));
        List<String> programs = List.of(tenant.program(), tenant.program());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            String json =
                    accountJson(any(random, programs), any(random, TYPES), any(random, CURRENCIES));
            ids.add(
                    created(tenant.post("/v1/accounts", with(json, words(random))))
                            .get("id")
                            .asText());
        }
        for (int i = 0; i < 25; i++) {
            String path = "/v1/accounts/" + any(random, ids);
            switch (random.nextInt(4)) {
                case 0 -> tenant.patch(path, "{\"status\":\"frozen\"}");
                case 1 -> tenant.delete(path);
                case 2 -> tenant.patch(path, "{\"metadata\":null}");
                default -> tenant.patch(path, "{" + words(random) + "}");
            }
        }
        List<JsonNode> all = Walk.all(tenant, "/v1/accounts?limit=100");
        assertThat(all).hasSize(45);
        for (int i = 0; i < 60; i++) {
            List<String> query = new ArrayList<>();
            Predicate<JsonNode> asked = _ -> true;
            asked = equal(random, query, asked, "program_id", programs);
            asked = equal(random, query, asked, "type", TYPES);
            asked = equal(random, query, asked, "currency", CURRENCIES);
            asked = equal(random, query, asked, "status", STATUSES);
            if (random.nextInt(3) == 0) {
                String prefix = any(random, NAMES);
                query.add("name=" + encoded(prefix));
                asked = asked.and(account -> account.path("name").asText().startsWith(prefix));
            }
            for (String key : KEYS) {
                if (random.nextInt(4) == 0) {
                    String value = any(random, VALUES);
                    query.add("metadata[" + encoded(key) + "]=" + value);
                    asked =
                            asked.and(account ->
                                    account.path("metadata")
                                            .path(key)
                                            .asText("none")
                                            .equals(value));
                }
            }
            query.add("limit=" + (1 + random.nextInt(9)));
            String path = "/v1/accounts?" + String.join("&", query);
            assertThat(Walk.all(tenant, path))
                    .as(path)
                    .isEqualTo(all.stream().filter(asked).toList());
        }
    }

    private static Predicate<JsonNode> equal(
            Random random,
            List<String> query,
            Predicate<JsonNode> asked,
            String field,
            List<String> values) {
        if (random.nextInt(4) > 0) {
            return asked;
        }
        String value = any(random, values);
        query.add(field + "=" + value);
        return asked.and(account -> account.get(field).asText().equals(value));
    }

    private static String words(Random random) {
        StringBuilder metadata = new StringBuilder();
        for (String key : KEYS) {
            if (random.nextBoolean()) {
                metadata.append(metadata.isEmpty() ? "" : ",")
                        .append("\"%s\":\"%s\"".formatted(key, any(random, VALUES)));
            }
        }
        return "\"name\":\"%s\",\"metadata\":{%s}".formatted(any(random, NAMES), metadata);
    }

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String with(String json, String fields) {
        return json.substring(0, json.length() - 1) + "," + fields + "}";
    }

    private String open(String program, String fields) {
        return created(
                        tenant.post(
                                "/v1/accounts", with(accountJson(program, "fee", "EUR"), fields)))
                .get("id")
                .asText();
    }

    @Test
    void metadataAreFoundAsTheyAreNow() {
        String program = tenant.program();
        String id = open(program, "\"metadata\":{\"tier\":\"1\",\"team\":\"red\"}");
        String other = open(program, "\"metadata\":{\"tier\":\"1\"}");
        String tier = "/v1/accounts?metadata%5Btier%5D=1";
        assertThat(Walk.ids(tenant, tier)).containsExactly(other, id);
        assertThat(Walk.ids(tenant, tier + "&metadata[team]=red")).containsExactly(id);
        ok(tenant.patch("/v1/accounts/" + id, "{\"metadata\":{\"tier\":\"2\"}}"));
        assertThat(Walk.ids(tenant, tier)).containsExactly(other);
        assertThat(Walk.ids(tenant, "/v1/accounts?metadata[team]=red")).isEmpty();
        assertThat(Walk.ids(tenant, "/v1/accounts?metadata[tier]=2")).containsExactly(id);
        ok(tenant.patch("/v1/accounts/" + id, "{\"metadata\":null}"));
        assertThat(Walk.ids(tenant, "/v1/accounts?metadata[tier]=2")).isEmpty();
        assertThat(Walk.ids(new Tenant(service), tier)).isEmpty();
    }

    @Test
    void anyKeyAndAnyValueCanBeAskedFor() {
        String program = tenant.program();
        for (String text : List.of("é€𝄞", "a&b=c#d%", "[x]", "'; --", " ")) {
            String id = open(program, "\"metadata\":{\"%s\":\"%s\"}".formatted(text, text));
            assertThat(
                            Walk.ids(
                                    tenant,
                                    "/v1/accounts?metadata[%s]=%s"
                                            .formatted(encoded(text), encoded(text))))
                    .as(text)
                    .containsExactly(id);
        }
    }

    @Test
    void aCursorGoesOnWhateverIsMadeOrChangedMeanwhile() {
        String program = tenant.program();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(open(program, "\"name\":\"Till\",\"metadata\":{\"k\":\"v\"}"));
        }
        for (String filter :
                List.of(
                        "metadata[k]=v",
                        "name=Ti",
                        "type=fee",
                        "currency=EUR",
                        "status=active",
                        "program_id=" + program)) {
            String path = "/v1/accounts?limit=2&" + filter;
            JsonNode first = Walk.page(tenant, path, "");
            open(program, "\"name\":\"Till 2\",\"metadata\":{\"k\":\"v\"}");
            List<String> rest = Walk.ids(Walk.on(tenant, path, first.get("next_cursor").asText()));
            List<String> walked = new ArrayList<>(first.get("data").findValuesAsText("id"));
            walked.addAll(rest);
            assertThat(walked)
                    .as(filter)
                    .endsWith(ids.toArray(String[]::new))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aCursorIsOfItsFilterAndOrganisation() {
        String program = tenant.program();
        open(program, "\"metadata\":{\"k\":\"v\",\"l\":\"v\"},\"name\":\"n\"");
        open(program, "\"metadata\":{\"k\":\"v\",\"l\":\"v\"},\"name\":\"n\"");
        String cursor =
                "&limit=1&cursor="
                        + Walk.page(tenant, "/v1/accounts?metadata[k]=v&limit=1", "")
                                .get("next_cursor")
                                .asText();
        assertThat(ok(tenant.get("/v1/accounts?metadata[k]=v" + cursor)).get("data")).hasSize(1);
        for (String other :
                List.of(
                        "",
                        "metadata[l]=v",
                        "metadata[k]=w",
                        "metadata[k]=v&metadata[l]=v",
                        "name=n",
                        "metadata[k]=v&type=fee")) {
            assertError(tenant.get("/v1/accounts?" + other + cursor), 400, "invalid_parameter");
        }
        assertError(
                new Tenant(service).get("/v1/accounts?metadata[k]=v" + cursor),
                400,
                "invalid_parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=wallet | type must be one of consumer, business, reserve, settlement, fee,"
                        + " revenue, external",
                "status=open | status must be one of active, frozen, closed",
                "currency=eur | currency must be a code such as EUR",
                "program_id=x | program_id must be a UUID",
                "name= | name must be a text of 1 to 200 characters",
                "name=a&name=b | name stands more than once",
                "metadata[]=x | a key of metadata must be a text of 1 to 64 characters",
                "metadata[a]=1&metadata[a]=1 | metadata[a] stands more than once",
                "metadata[a]=1&metadata%5Ba%5D=2 | metadata[a] stands more than once",
                "metadata[a]=%00 | metadata[a] must be a text of 0 to 500 characters",
                "metadata=x | There is no query parameter of this name here: only currency, cursor,"
                        + " limit, name, program_id, status, type, metadata[…]",
                "metadata[a=x | There is no query parameter of this name here: only currency,"
                        + " cursor, limit, name, program_id, status, type, metadata[…]",
                "colour=red | There is no query parameter of this name here: only currency, cursor,"
                        + " limit, name, program_id, status, type, metadata[…]",
            })
    void whatCanNotBeAskedForIsSaid(String query, String detail) {
        assertThat(tenant.problem("GET", "/v1/accounts?" + query, "").get("detail").asText())
                .isEqualTo(detail);
    }

    @Test
    void keysAndValuesHaveTheirLimits() {
        String path = "/v1/accounts?metadata[%s]=%s";
        assertError(tenant.get(path.formatted("k".repeat(65), "v")), 400, "invalid_parameter");
        assertError(tenant.get(path.formatted("k", "v".repeat(501))), 400, "invalid_parameter");
        assertThat(ok(tenant.get(path.formatted("k".repeat(64), "v".repeat(500)))).get("data"))
                .isEmpty();
    }

    /** What nobody has: a program, a currency, a name. */
    @Test
    void nothingIsAnEmptyList() {
        open(tenant.program(), "\"name\":\"n\"");
        for (String query :
                List.of(
                        "program_id=" + UUID.randomUUID(),
                        "currency=GBP",
                        "currency=XYZ",
                        "name=m",
                        "status=closed")) {
            assertThat(tenant.get("/v1/accounts?" + query).body())
                    .as(query)
                    .isEqualTo("{\"data\":[],\"has_more\":false}");
        }
    }
}
