package global.pryzma.ledger.contract;

import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.metrics.Metric;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.CountedSockets;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A walk over every operation of the contract with what belongs to another organisation: it looks
 * like what there is not, in the answer, in its detail, and in the ways to Postgres and messages to
 * the ledger that it takes.
 *
 * <p>Whoever adds an operation adds a {@link Look} for each place in which it takes an id, cursor,
 * key or reference; and to {@link #theirs} and {@link #nobodys} what it can name.
 */
class OtherOrganisationTest {
    /** Enough that one of them meets no connection that is looked after, and no message before. */
    private static final int MOST_TRIES = 12;

    private static final int LEAST_TRIES = 3;

    private static final Pattern THING = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern BY_ID = Pattern.compile("(\\w+)/\\{id}");

    /** What is nobody's: they take no token, or one that is about no organisation. */
    private static final Set<String> OF_NOBODY =
            Set.of(
                    "issueToken",
                    "revokeToken",
                    "introspectToken",
                    "getSigningKeys",
                    "getIssuer",
                    "getHealth",
                    "getLiveness",
                    "getReadiness",
                    "getStatus",
                    "stopEmbeddedLedger",
                    "startEmbeddedLedger");

    /**
     * A request of an organisation's client, with all scopes of its books.
     *
     * @param status the same for what is another's and for what there is not
     * @param query behind the path
     * @param json the body
     */
    private record Look(String operation, int status, String query, String json) {
        @Override
        public String toString() {
            return (operation + " " + query + " " + json).strip();
        }
    }

    static Stream<Look> looks() {
        return looksInEarnest().flatMap(OtherOrganisationTest::asDryRunToo);
    }

    /** A dry run tells strangers no more. */
    private static Stream<Look> asDryRunToo(Look look) {
        boolean asks =
                Contract.get().operations().values().stream()
                        .filter(it -> it.path("operationId").asText().equals(look.operation()))
                        .flatMap(it -> it.path("parameters").findValuesAsText("$ref").stream())
                        .anyMatch(it -> it.equals("#/components/parameters/DryRun"));
        return asks && look.status() == 404
                ? Stream.of(look, new Look(look.operation(), 404, "?dry_run=true", look.json()))
                : Stream.of(look);
    }

    private static Stream<Look> looksInEarnest() {
        return Stream.of(
                body("createProgram", 404, "{'name':'n','organisation_id':'${organisationId}'}"),
                path("getProgram", 404),
                query("listPrograms", 400, "?cursor=${programCursor}"),
                body("updateProgram", 404, "{'name':'n'}"),
                body("createProgram", 400, "{'name':'n','currencies':['${code}']}"),
                body("createCurrency", 201, "{'code':'${code}','exponent':1}"),
                path("getCurrency", 404),
                query("listCurrencies", 400, "?cursor=${currencyCursor}"),
                body(
                        "openAccount",
                        400,
                        "{'type':'consumer','currency':'${code}','program_id':'${ownProgram}'}"),
                body(
                        "openAccount",
                        404,
                        "{'type':'consumer','currency':'EUR','program_id':'${programs}'}"),
                body(
                        "openAccount",
                        404,
                        "{'type':'consumer','currency':'EUR','program_id':'${ownProgram}',"
                                + "'organisation_id':'${organisationId}'}"),
                path("getAccount", 404),
                query("listAccounts", 400, "?cursor=${accountCursor}"),
                query("listAccounts", 200, "?program_id=${programs}"),
                query("listAccounts", 400, "?program_id=${programs}&cursor=${accountCursor}"),
                query("listAccounts", 200, "?metadata[secret]=${reference}"),
                query("listAccounts", 200, "?name=${reference}&status=active"),
                query("listPrograms", 200, "?metadata[secret]=${reference}"),
                query("listPrograms", 200, "?name=${reference}"),
                body("updateAccount", 404, "{'name':'n'}"),
                body("updateAccount", 404, "{'status':'frozen'}"),
                path("closeAccount", 404),
                path("getBalance", 404),
                query("getBalance", 404, "?at=2026-01-01T00:00:00Z"),
                path("listAccountEntries", 404),
                query("listAccountEntries", 404, "?cursor=${accountEntryCursor}"),
                path("getAccountStatement", 404),
                path("listAccountTransfers", 404),
                query("listAccountTransfers", 404, "?cursor=${transferCursor}"),
                body(
                        "postTransfer",
                        404,
                        "{'debit_account_id':'${accounts}','credit_account_id':'${ownAccount}',"
                                + "'amount':'1'}"),
                body(
                        "postTransfer",
                        404,
                        "{'debit_account_id':'${ownBank}','credit_account_id':'${accounts}',"
                                + "'amount':'1'}"),
                body(
                        "postTransfer",
                        201,
                        "{'debit_account_id':'${ownBank}','credit_account_id':'${ownAccount}',"
                                + "'amount':'1','reference':'${reference}'}"),
                path("getTransfer", 404),
                body("updateTransfer", 404, "{'description':'d'}"),
                query("findTransfers", 200, "?reference=${reference}"),
                query("findTransfers", 200, "?account_id=${accounts}"),
                query("findTransfers", 200, "?account_id=${accounts}&status=posted"),
                query("findTransfers", 200, "?journal_entry_id=${entries}"),
                query("findTransfers", 200, "?metadata[secret]=${reference}"),
                query("findTransfers", 400, "?cursor=${transfersCursor}"),
                query("findTransfers", 400, "?status=posted&cursor=${transfersCursor}"),
                path("postHold", 404),
                path("voidHold", 404),
                path("reverseTransfer", 404),
                body(
                        "createJournalEntry",
                        404,
                        "{'lines':[{'account_id':'${ownBank}','side':'debit','amount':'1'},"
                                + "{'account_id':'${accounts}','side':'credit','amount':'1'}]}"),
                body(
                        "createJournalEntry",
                        201,
                        "{'lines':[{'account_id':'${ownBank}','side':'debit','amount':'1'},"
                                + "{'account_id':'${ownAccount}','side':'credit','amount':'1'}],"
                                + "'reference':'${reference}'}"),
                body(
                        "createBatch",
                        404,
                        "{'atomic':false,'transfers':[{'debit_account_id':'${ownBank}',"
                                + "'credit_account_id':'${accounts}','amount':'1'}]}"),
                body(
                        "createBatch",
                        201,
                        "{'atomic':true,'transfers':[{'debit_account_id':'${ownBank}',"
                                + "'credit_account_id':'${ownAccount}','amount':'1',"
                                + "'reference':'${reference}'}]}"),
                path("getJournalEntry", 404),
                path("reverseJournalEntry", 404),
                query("listJournalEntries", 200, "?reference=${entryReference}"),
                query("listJournalEntries", 200, "?account_id=${accounts}"),
                query("listJournalEntries", 400, "?cursor=${entryCursor}"),
                path("getIdempotencyKey", 404),
                path("cancelIdempotencyKey", 200),
                path("listAuditEvents", 403),
                path("getNow", 403),
                path("getRecent", 403),
                path("listKeysInDoubt", 403),
                path("cancelKeyInDoubt", 403),
                path("listOrphans", 403),
                path("getAvailability", 403),
                body("createOrganisation", 403, "{'name':'n'}"),
                path("listOrganisations", 403),
                path("getOrganisation", 403),
                body("updateOrganisation", 403, "{'limits':{'accounts':0}}"),
                body("createCredential", 403, "{'scopes':['programs.read']}"),
                path("listCredentials", 403),
                path("getCredential", 403),
                path("revokeCredential", 403),
                body("rotateCredential", 403, "{'grace_seconds':0}"));
    }

    private static Look path(String operation, int status) {
        return new Look(operation, status, "", "");
    }

    private static Look query(String operation, int status, String query) {
        return new Look(operation, status, query, "");
    }

    private static Look body(String operation, int status, String json) {
        return new Look(operation, status, "", json.replace('\'', '"'));
    }

    private static ServiceUnderTest service;
    private static Tenant own;
    private static Tenant other;
    private static Map<String, String> others;
    private static String token;
    private static Map<String, String> owned;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        TestProperties.patient(
                                Map.of(
                                        "datasources.default.data-source-properties.socketFactory",
                                        CountedSockets.class.getName())));
        own = new Tenant(service);
        String program = own.program();
        owned =
                Map.of(
                        "ownProgram", program,
                        "ownAccount", own.account(program, "consumer", "EUR"),
                        "ownBank", own.account(program, "settlement", "EUR"));
        other = new Tenant(service);
        other.program();
        String theirProgram = other.program();
        others =
                Map.of(
                        "programs", theirProgram,
                        "accounts", other.account(theirProgram, "consumer", "EUR"),
                        "bank", other.account(theirProgram, "settlement", "EUR"));
        pay(UUID.randomUUID(), "first");
        entry("first entry");
        token =
                own.token(
                        Stream.of(Scope.values())
                                .filter(scope -> !scope.isForOperators())
                                .toArray(Scope[]::new));
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @Test
    void everyOperationIsLookedAt() {
        Set<String> looked =
                looks().map(Look::operation).collect(Collectors.toCollection(TreeSet::new));
        looked.addAll(OF_NOBODY);
        assertThat(operations().keySet())
                .as(
                        "an operation has a Look for each id, cursor, key and reference that it"
                                + " takes, or is of nobody")
                .isEqualTo(looked);
    }

    @ParameterizedTest
    @MethodSource("looks")
    void anothersLooksLikeNothing(Look look) {
        Cost theirs = Cost.MOST;
        Cost nobodys = Cost.MOST;
        for (int i = 0; i < MOST_TRIES; i++) {
            if (i >= LEAST_TRIES && theirs.equals(nobodys)) {
                break;
            }
            Tried foreign = tried(look, theirs());
            Tried missing = tried(look, nobodys());
            assertThat(foreign.status()).as(foreign.body()).isEqualTo(look.status());
            assertThat(foreign.body()).isEqualTo(missing.body());
            theirs = theirs.least(foreign.cost());
            nobodys = nobodys.least(missing.cost());
        }
        assertThat(theirs).as("ways and messages for what is another's").isEqualTo(nobodys);
    }

    /** A key and a reference are each organisation's own. */
    @Test
    void anothersKeyAndReferenceAreFree() {
        Map<String, String> theirs = theirs();
        UUID key = UUID.fromString(theirs.get("key"));
        String json =
                transferJson(of(owned, "ownBank"), of(owned, "ownAccount"), "3")
                        .replace("}", ",\"reference\":\"" + theirs.get("reference") + "\"}");
        String mine = created(own.post("/v1/transfers", key, json)).get("id").asText();
        assertThat(mine).isNotEqualTo(theirs.get("transfers"));
        String path = "/v1/idempotency-keys/";
        ok(own.delete(path + theirs().get("key")));
        for (Tenant tenant : List.of(own, other)) {
            JsonNode state = ok(tenant.get(path + key));
            assertThat(state.at("/response/body/id").asText())
                    .isEqualTo(tenant == own ? mine : theirs.get("transfers"));
        }
    }

    /** What another organisation has; what can be used up is new. */
    private static Map<String, String> theirs() {
        UUID key = UUID.randomUUID();
        String reference = "order-" + key;
        String entryReference = "entry-" + key;
        return Map.ofEntries(
                Map.entry("programs", of(others, "programs")),
                Map.entry("accounts", of(others, "accounts")),
                Map.entry("transfers", pay(key, reference)),
                Map.entry("entries", entry(entryReference).get("id").asText()),
                Map.entry("code", currency()),
                Map.entry("key", key.toString()),
                Map.entry("reference", reference),
                Map.entry("entryReference", entryReference),
                Map.entry("organisationId", other.organisation().toString()),
                Map.entry("clientId", UUID.randomUUID().toString()),
                Map.entry("programCursor", cursor("/v1/programs")),
                Map.entry("currencyCursor", cursor("/v1/currencies")),
                Map.entry("accountCursor", cursor("/v1/accounts")),
                Map.entry("entryCursor", cursor("/v1/journal-entries")),
                Map.entry("transfersCursor", cursor("/v1/transfers")),
                Map.entry(
                        "accountEntryCursor",
                        cursor("/v1/accounts/" + of(others, "accounts") + "/entries")),
                Map.entry(
                        "transferCursor",
                        cursor("/v1/accounts/" + of(others, "accounts") + "/transfers")));
    }

    private static String currency() {
        String code = code();
        String json = "{\"code\":\"%s\",\"exponent\":3}".formatted(code);
        created(other.post("/v1/currencies", json));
        return code;
    }

    /** One that nobody has yet. */
    private static String code() {
        return "X_" + UUID.randomUUID().toString().substring(24).toUpperCase(Locale.ROOT);
    }

    private static JsonNode entry(String reference) {
        return created(
                other.post(
                        "/v1/journal-entries",
                        ("{'lines':[{'account_id':'%s','side':'debit','amount':'1'},"
                                        + "{'account_id':'%s','side':'credit','amount':'1'}],"
                                        + "'reference':'%s'}")
                                .replace('\'', '"')
                                .formatted(of(others, "bank"), of(others, "accounts"), reference)));
    }

    private static String pay(UUID key, String reference) {
        String json = transferJson(of(others, "bank"), of(others, "accounts"), "1");
        return created(
                        other.post(
                                "/v1/transfers",
                                key,
                                json.replace(
                                        "}",
                                        ",\"reference\":\"%1$s\",\"metadata\":{\"secret\":\"%1$s\"}}"
                                                .formatted(reference))))
                .get("id")
                .asText();
    }

    private static String of(Map<String, String> things, String name) {
        return Objects.requireNonNull(things.get(name), name);
    }

    private static String cursor(String list) {
        return ok(other.get(list + "?limit=1")).get("next_cursor").asText();
    }

    /** What there is not, and cursors that somebody has made up. */
    private static Map<String, String> nobodys() {
        Map<String, String> none = new HashMap<>();
        theirs().forEach((name, thing) ->
                none.put(
                        name,
                        name.endsWith("Cursor")
                                ? new StringBuilder(thing).reverse().toString()
                                : name.equals("code") ? code() : UUID.randomUUID().toString()));
        return none;
    }

    /** What it took; other things may have added to it. */
    private record Cost(long ways, long messages) {
        static final Cost MOST = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);

        static Cost now() {
            return new Cost(
                    CountedSockets.ways(),
                    service.bean(Metrics.class).sizes().entrySet().stream()
                            .filter(it -> it.getKey().metric() == Metric.LEDGER_MESSAGE_EVENTS)
                            .mapToLong(it -> it.getValue().distribution().count())
                            .sum());
        }

        Cost since(Cost before) {
            return new Cost(ways - before.ways, messages - before.messages);
        }

        Cost least(Cost other) {
            return new Cost(Math.min(ways, other.ways), Math.min(messages, other.messages));
        }
    }

    /**
     * A try.
     *
     * @param body without what is of the request alone
     */
    private record Tried(int status, String body, Cost cost) {}

    private static Tried tried(Look look, Map<String, String> things) {
        String[] methodAndPath = of(operations(), look.operation()).split(" ");
        String path = filled(named(methodAndPath[1]) + look.query(), things);
        Cost before = Cost.now();
        HttpResponse<String> response =
                send(methodAndPath[0], path, UUID.randomUUID(), filled(look.json(), things));
        Cost cost = Cost.now().since(before);
        Contract.get().check(methodAndPath[0], path, response);
        String body = response.body();
        for (String thing : things.values()) {
            body = body.replace(thing, "…");
        }
        return new Tried(
                response.statusCode(),
                response.statusCode() == 201
                        ? "made"
                        : body.replace(
                                response.headers().firstValue("Pryzma-Request-Id").orElseThrow(),
                                "…"),
                cost);
    }

    private static HttpResponse<String> send(String method, String path, UUID key, String json) {
        ServiceClient client = service.client();
        var request =
                client.request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "application/problem+json, application/json;q=0.9");
        if (!method.equals("GET")) {
            request.header("Pryzma-Idempotency-Key", key.toString());
        }
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(
                request.method(
                        method,
                        json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    /** The operations, by their ids: method and path. */
    private static Map<String, String> operations() {
        return Contract.get().operations().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                it -> it.getValue().path("operationId").asText(),
                                Map.Entry::getKey));
    }

    /** A path's parameters are things of that name, those called id of the step before them. */
    private static String named(String template) {
        return BY_ID.matcher(template).replaceAll("$1/\\${$1}").replaceAll("(?<!\\$)\\{", "\\${");
    }

    private static String filled(String text, Map<String, String> things) {
        return THING.matcher(text)
                .replaceAll(found -> {
                    String thing = things.getOrDefault(found.group(1), owned.get(found.group(1)));
                    assertThat(thing)
                            .as("theirs() and nobodys() have a " + found.group(1))
                            .isNotNull();
                    return Matcher.quoteReplacement(thing);
                });
    }
}
