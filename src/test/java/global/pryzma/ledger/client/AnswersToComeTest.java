package global.pryzma.ledger.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import global.pryzma.client.ApiException;
import global.pryzma.client.model.AccountChange;
import global.pryzma.client.model.AccountType;
import global.pryzma.client.model.ErrorResponse;
import global.pryzma.client.model.NewAccount;
import global.pryzma.client.model.NewBatch;
import global.pryzma.client.model.NewCredential;
import global.pryzma.client.model.NewCurrency;
import global.pryzma.client.model.NewJournalEntry;
import global.pryzma.client.model.NewOrganisation;
import global.pryzma.client.model.NewProgram;
import global.pryzma.client.model.OrganisationChange;
import global.pryzma.client.model.PostHold;
import global.pryzma.client.model.Problem;
import global.pryzma.client.model.ProgramChange;
import global.pryzma.client.model.Rotation;
import global.pryzma.client.model.TransferChange;
import global.pryzma.ledger.contract.Contract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The client of today and the service of tomorrow: answers with values and fields that the contract
 * does not have yet. It says that they may come, and so the client takes them.
 */
class AnswersToComeTest {
    private static final String NEW = "not_known_yet";
    private static final UUID ID = UUID.randomUUID();
    private static final String KEY = UUID.randomUUID().toString();

    private static HttpServer server;
    private static ApiUser user;
    private static volatile Answer answer = new Answer(500, "");

    private record Answer(int status, String body) {}

    /** A call of the client. */
    private interface Call {
        Object send() throws ApiException;
    }

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", AnswersToComeTest::send);
        server.start();
        user = ApiUser.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static void send(HttpExchange exchange) throws IOException {
        try (exchange;
                OutputStream body = exchange.getResponseBody()) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            body.write(bytes);
        }
    }

    private static Map<String, Call> calls() {
        return Map.ofEntries(
                Map.entry("issueToken", () -> user.tokens.issueToken("any", null, null, null)),
                Map.entry("getIssuer", () -> user.tokens.getIssuer()),
                Map.entry("getSigningKeys", () -> user.tokens.getSigningKeys()),
                Map.entry("introspectToken", () -> user.tokens.introspectToken("any", null)),
                Map.entry(
                        "revokeToken",
                        () -> {
                            user.tokens.revokeToken("any", null, null, null);
                            return NEW;
                        }),
                Map.entry(
                        "createOrganisation",
                        () ->
                                user.organisations.createOrganisation(
                                        KEY, new NewOrganisation().name("any"))),
                Map.entry(
                        "listOrganisations",
                        () -> user.organisations.listOrganisations(null, null)),
                Map.entry("getOrganisation", () -> user.organisations.getOrganisation(ID)),
                Map.entry(
                        "updateOrganisation",
                        () ->
                                user.organisations.updateOrganisation(
                                        ID, KEY, new OrganisationChange())),
                Map.entry(
                        "createCredential",
                        () ->
                                user.organisations.createCredential(
                                        ID, KEY, new NewCredential().scopes(Set.of("any")))),
                Map.entry(
                        "listCredentials",
                        () -> user.organisations.listCredentials(ID, null, null)),
                Map.entry("getCredential", () -> user.organisations.getCredential(ID, "any")),
                Map.entry(
                        "revokeCredential",
                        () -> user.organisations.revokeCredential(ID, "any", KEY)),
                Map.entry(
                        "rotateCredential",
                        () ->
                                user.organisations.rotateCredential(
                                        ID, "any", KEY, new Rotation().graceSeconds(1))),
                Map.entry(
                        "createProgram",
                        () -> user.programs.createProgram(KEY, new NewProgram().name("any"))),
                Map.entry(
                        "listPrograms",
                        () -> user.programs.listPrograms(null, null, null, null, null)),
                Map.entry("getProgram", () -> user.programs.getProgram(ID)),
                Map.entry(
                        "updateProgram",
                        () -> user.programs.updateProgram(ID, KEY, new ProgramChange())),
                Map.entry(
                        "createCurrency",
                        () -> user.currencies.createCurrency(KEY, new NewCurrency().code("ANY"))),
                Map.entry("listCurrencies", () -> user.currencies.listCurrencies(null, null)),
                Map.entry("getCurrency", () -> user.currencies.getCurrency("ANY")),
                Map.entry(
                        "openAccount",
                        () ->
                                user.accounts.openAccount(
                                        KEY, new NewAccount().type(AccountType.FEE))),
                Map.entry(
                        "listAccounts",
                        () ->
                                user.accounts.listAccounts(
                                        null, null, null, null, null, null, null, null)),
                Map.entry("getAccount", () -> user.accounts.getAccount(ID)),
                Map.entry(
                        "updateAccount",
                        () -> user.accounts.updateAccount(ID, KEY, new AccountChange())),
                Map.entry("closeAccount", () -> user.accounts.closeAccount(ID, KEY)),
                Map.entry("getBalance", () -> user.accounts.getBalance(ID, null)),
                Map.entry(
                        "listAccountEntries",
                        () ->
                                user.accounts.listAccountEntries(
                                        ID, null, null, null, null, null, null, null)),
                Map.entry(
                        "getAccountStatement",
                        () -> user.accounts.getAccountStatement(ID, null, null)),
                Map.entry(
                        "postTransfer",
                        () -> user.transfers.postTransfer(KEY, Wallets.payment(ID, ID, "1"), null)),
                Map.entry(
                        "listAccountTransfers",
                        () -> user.transfers.listAccountTransfers(ID, null, null)),
                Map.entry(
                        "postHold",
                        () -> user.transfers.postHold(ID, KEY, null, new PostHold().amount("1"))),
                Map.entry("voidHold", () -> user.transfers.voidHold(ID, KEY, null, null)),
                Map.entry(
                        "reverseTransfer",
                        () -> user.transfers.reverseTransfer(ID, KEY, null, null)),
                Map.entry(
                        "findTransfers",
                        () ->
                                user.transfers.findTransfers(
                                        "any", null, null, null, null, null, null, null, null)),
                Map.entry(
                        "createBatch",
                        () -> user.batches.createBatch(KEY, new NewBatch(), null, null)),
                Map.entry(
                        "createJournalEntry",
                        () -> user.entries.createJournalEntry(KEY, new NewJournalEntry(), null)),
                Map.entry(
                        "listJournalEntries",
                        () -> user.entries.listJournalEntries(null, null, null, null, null, null)),
                Map.entry("getJournalEntry", () -> user.entries.getJournalEntry(ID)),
                Map.entry(
                        "reverseJournalEntry",
                        () -> user.entries.reverseJournalEntry(ID, KEY, null, null)),
                Map.entry(
                        "updateTransfer",
                        () -> user.transfers.updateTransfer(ID, KEY, new TransferChange())),
                Map.entry("getTransfer", () -> user.transfers.getTransfer(ID)),
                Map.entry("getIdempotencyKey", () -> user.keys.getIdempotencyKey(ID)),
                Map.entry("cancelIdempotencyKey", () -> user.keys.cancelIdempotencyKey(ID, KEY)),
                Map.entry("getHealth", () -> user.health.getHealth()),
                Map.entry("getLiveness", () -> user.health.getLiveness()),
                Map.entry("getReadiness", () -> user.health.getReadiness()),
                Map.entry("getStatus", () -> user.health.getStatus()),
                Map.entry("getAvailability", () -> user.operators.getAvailability(null, null)),
                Map.entry("getNow", () -> user.operators.getNow()),
                Map.entry("getRecent", () -> user.operators.getRecent()),
                Map.entry("stopEmbeddedLedger", () -> user.operators.stopEmbeddedLedger()),
                Map.entry("startEmbeddedLedger", () -> user.operators.startEmbeddedLedger()),
                Map.entry("listKeysInDoubt", () -> user.operators.listKeysInDoubt(null, null)),
                Map.entry("cancelKeyInDoubt", () -> user.operators.cancelKeyInDoubt(ID, ID, KEY)),
                Map.entry(
                        "listAuditEvents",
                        () ->
                                user.operators.listAuditEvents(
                                        null, null, null, null, null, null, null, null, null)),
                Map.entry("listOrphans", () -> user.operators.listOrphans(null, null)));
    }

    @Test
    void newValuesAndNewFieldsAreTakenFromEveryOperation() throws Exception {
        Map<String, Call> calls = calls();
        assertThat(Contract.get().operations().values())
                .extracting(operation -> operation.path("operationId").asText())
                .containsExactlyInAnyOrderElementsOf(calls.keySet());
        int values = 0;
        for (JsonNode operation : Contract.get().operations().values()) {
            String name = operation.path("operationId").asText();
            Call call = Objects.requireNonNull(calls.get(name));
            for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
                // A range describes dry runs, of which the method's type says nothing.
                if (!response.getKey().matches("2[0-9]{2}")) {
                    continue;
                }
                JsonNode content = response.getValue().at("/content/application~1json");
                for (JsonNode example : Contract.examples(content)) {
                    JsonNode later = later(example, content.path("schema"));
                    answer = new Answer(Integer.parseInt(response.getKey()), later.toString());
                    JsonNode taken = user.as(call.send(), JsonNode.class);
                    assertThat(occurrences(taken, NEW))
                            .as("%s: %s of %s", name, taken, later)
                            .isEqualTo(occurrences(later, NEW));
                    values += occurrences(taken, NEW);
                }
            }
        }
        assertThat(values).isGreaterThan(20);
    }

    @Test
    void aNewErrorIsAnErrorWithANewCode() {
        String error = "{\"error\":\"%s\",\"%s\":{\"%s\":[1]}}".formatted(NEW, NEW, "any");
        answer = new Answer(451, error);
        user.assertRefused(451, NEW, () -> user.transfers.getTransfer(ID));
        ApiException refused = ApiUser.refused(451, () -> user.accounts.getAccount(ID));
        assertThat(user.body(refused, ErrorResponse.class).getError()).isEqualTo(NEW);
        assertThat(user.body(refused, Problem.class).getError()).isEqualTo(NEW);
    }

    /** The example with values that the schema says may come, and a new field in each object. */
    private static JsonNode later(JsonNode example, JsonNode reference) {
        JsonNode schema = resolved(reference);
        if (example instanceof ObjectNode object) {
            ObjectNode later = object.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                later.set(
                        field.getKey(),
                        later(field.getValue(), schema.path("properties").path(field.getKey())));
            }
            if (schema.has("properties")) {
                later.putObject("field_" + NEW).putArray("of").add(1).addNull().add(true);
            }
            return later;
        }
        if (example instanceof ArrayNode array) {
            ArrayNode later = array.arrayNode();
            array.forEach(item -> later.add(later(item, schema.path("items"))));
            return later;
        }
        return schema.has("x-extensible-enum") ? TextNode.valueOf(NEW) : example;
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? Contract.get().at(schema.get("$ref").asText().substring(1))
                : schema;
    }

    private static int occurrences(JsonNode json, String value) {
        int occurrences = json.asText().equals(value) ? 1 : 0;
        for (JsonNode part : json) {
            occurrences += occurrences(part, value);
        }
        return occurrences;
    }
}
