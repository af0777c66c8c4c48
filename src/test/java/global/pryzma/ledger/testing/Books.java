package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * A set of books for a test: a program with accounts in one currency, kept through the public API
 * as the demo organisation. Whatever a test only needs in order to begin or to look, it gets as a
 * client does that follows the guide, however busy the machine is.
 */
public final class Books {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 60;

    private final String token;
    private final UUID program;
    private final UUID settlement;
    private volatile ServiceClient client;

    private Books(ServiceClient client, String token) {
        this.client = client;
        this.token = token;
        this.program = created("/v1/programs", "{\"name\":\"Books\",\"currencies\":[\"USD_GT\"]}");
        this.settlement = account("settlement");
    }

    /** New books at this service, with the credential in its data folder. */
    public static Books open(ServiceClient client, Path dataFolder) {
        return new Books(client, DemoCredential.of(dataFolder).token(client));
    }

    /** New books of a new organisation, which this one makes as an operator. */
    public Books ofAnotherOrganisation() {
        String organisation =
                "/v1/organisations/" + created("/v1/organisations", "{\"name\":\"Another\"}");
        JsonNode credential =
                made(
                        organisation + "/credentials",
                        "{\"scopes\":[\"programs.write\",\"accounts.read\",\"accounts.write\","
                                + "\"transfers.read\",\"transfers.write\"]}");
        return new Books(
                client,
                new DemoCredential(
                                credential.path("client_id").asText(),
                                credential.path("client_secret").asText())
                        .token(client));
    }

    /** Goes on at another address, after a restart. */
    public void use(ServiceClient client) {
        this.client = client;
    }

    public ServiceClient client() {
        return client;
    }

    public String token() {
        return token;
    }

    public UUID program() {
        return program;
    }

    /** The account through which money comes into the books. */
    public UUID settlement() {
        return settlement;
    }

    /** A new account of this type. */
    public UUID account(String type) {
        return created("/v1/accounts", accountJson(type));
    }

    /** A new consumer account with this much in it. */
    public UUID funded(long amount) {
        UUID account = account("consumer");
        HttpResponse<String> funding =
                definiteTransfer(UUID.randomUUID(), settlement, account, amount);
        assertThat(funding.statusCode()).as(funding.body()).isEqualTo(201);
        return account;
    }

    public String accountJson(String type) {
        return "{\"type\":\"%s\",\"currency\":\"USD_GT\",\"program_id\":\"%s\"}"
                .formatted(type, program);
    }

    /** One try, whatever comes of it. */
    public HttpResponse<String> transfer(UUID key, UUID debit, UUID credit, long amount) {
        return post("/v1/transfers", key, transferJson(debit, credit, amount));
    }

    /** One try, whatever comes of it. */
    public HttpResponse<String> post(String path, UUID key, String json) {
        return client.post(path, token, key, json);
    }

    /** The definite response to a transfer, after as many tries as it takes. */
    public HttpResponse<String> definiteTransfer(UUID key, UUID debit, UUID credit, long amount) {
        return definite(
                key,
                it -> it.post("/v1/transfers", token, key, transferJson(debit, credit, amount)));
    }

    /** The definite response to a request, as the guide says to get one. */
    public HttpResponse<String> definite(
            UUID key, Function<ServiceClient, HttpResponse<String>> request) {
        return new GuideClient(this::client, token, TRIES).send(key, request).response();
    }

    public static String transferJson(UUID debit, UUID credit, long amount) {
        return "{\"debit_account_id\":\"%s\",\"credit_account_id\":\"%s\",\"amount\":\"%d\"}"
                .formatted(debit, credit, amount);
    }

    /** What is posted on the account, by its normal side. */
    public BigInteger posted(UUID account) {
        return new BigInteger(
                get("/v1/accounts/" + account).path("balances").path("posted").asText());
    }

    /** Every transfer of the account, newest first. */
    public List<JsonNode> transfersOf(UUID account) {
        return list("/v1/accounts/" + account + "/transfers?limit=100");
    }

    public JsonNode get(String path) {
        HttpResponse<String> response =
                definite(UUID.randomUUID(), service -> service.get(path, token));
        assertThat(response.statusCode()).as("GET %s: %s", path, response.body()).isEqualTo(200);
        return json(response.body());
    }

    /** Over all accounts of the organisation, what was debited equals what was credited. */
    public void assertDebitsEqualCredits() {
        BigInteger debits = BigInteger.ZERO;
        BigInteger credits = BigInteger.ZERO;
        for (JsonNode account : list("/v1/accounts?limit=100")) {
            JsonNode balances = account.path("balances");
            debits = debits.add(new BigInteger(balances.path("debits_posted").asText()));
            credits = credits.add(new BigInteger(balances.path("credits_posted").asText()));
        }
        assertThat(debits).as("debits equal credits").isEqualTo(credits).isPositive();
    }

    /** Whose these books are. */
    public UUID organisation() {
        return UUID.fromString(get("/v1/accounts/" + settlement).path("organisation_id").asText());
    }

    /** The number of these books in the ledger. */
    public int ledgerNumber(Ledger ledger) {
        Deadline deadline = Deadline.after(Duration.ofSeconds(30));
        return LedgerReadings.answered(
                        ledger.lookupAccounts(
                                List.of(LedgerId.of(settlement)),
                                new LedgerCall(organisation(), deadline)))
                .getFirst()
                .account()
                .ledger();
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private List<JsonNode> list(String path) {
        List<JsonNode> rows = new ArrayList<>();
        String cursor = "";
        JsonNode page;
        do {
            page = get(path + cursor);
            page.path("data").forEach(rows::add);
            cursor = "&cursor=" + page.path("next_cursor").asText();
        } while (page.path("has_more").asBoolean());
        return rows;
    }

    private UUID created(String path, String json) {
        return UUID.fromString(made(path, json).path("id").asText());
    }

    private JsonNode made(String path, String json) {
        UUID key = UUID.randomUUID();
        HttpResponse<String> response =
                definite(key, service -> service.post(path, token, key, json));
        assertThat(response.statusCode()).as("POST %s: %s", path, response.body()).isEqualTo(201);
        return json(response.body());
    }
}
