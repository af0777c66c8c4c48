package global.pryzma.ledger.faults;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Request;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceClient;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is asked for, without the key under which it is.
 *
 * @param json empty where there is no body
 * @param early whether it names an account that may not be there yet
 */
record Command(String method, String path, String json, boolean early) {
    private static final String TRANSFERS = Operation.TRANSFERS;
    private static final String ACCOUNTS = Operation.ACCOUNTS;
    private static final String ENTRIES = Operation.ENTRIES;

    /** They are shown as a status and a time. */
    private static final Set<String> OF_TERMS = Set.of("pending", "timeout_seconds");

    private static final String FROZEN = "{\"status\":\"frozen\"}";
    private static final String ACTIVE = "{\"status\":\"active\"}";

    /** The service answers within 3 s; a client that has waited longer asks the next instance. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Command(String method, String path, String json) {
        this(method, path, json, false);
    }

    static Command transfer(UUID debit, UUID credit, long amount, String moreFields) {
        return new Command(
                "POST",
                TRANSFERS,
                Books.transferJson(debit, credit, amount).replace("}", moreFields + "}"));
    }

    /** A transfer to an account that is perhaps opened only later. */
    static Command earlyTransfer(UUID debit, UUID credit, long amount) {
        return new Command("POST", TRANSFERS, Books.transferJson(debit, credit, amount), true);
    }

    /** Money that is held; for ever if the timeout is 0. */
    static Command hold(UUID debit, UUID credit, long amount, long timeoutSeconds, String words) {
        String timeout = timeoutSeconds == 0 ? "" : ",\"timeout_seconds\":" + timeoutSeconds;
        return transfer(debit, credit, amount, ",\"pending\":true" + timeout + words);
    }

    /**
     * Several transfers and holds.
     *
     * @param atomic whether all or none of them are made
     */
    static Command batch(boolean atomic, List<Command> items) {
        return new Command(
                "POST",
                TRANSFERS + "/batch",
                items.stream()
                        .map(Command::json)
                        .collect(
                                Collectors.joining(
                                        ",", "{\"atomic\":" + atomic + ",\"transfers\":[", "]}")));
    }

    /**
     * Money that moves from one account to several.
     *
     * @param more fields of the entry
     */
    static Command entry(UUID debit, Map<UUID, Long> credits, String more) {
        long sum = credits.values().stream().mapToLong(it -> it).sum();
        Stream<String> credited =
                credits.entrySet().stream().map(it -> line(it.getKey(), "credit", it.getValue()));
        return new Command(
                "POST",
                ENTRIES,
                Stream.concat(credited, Stream.of(line(debit, "debit", sum)))
                        .collect(Collectors.joining(",", "{\"lines\":[", "]" + more + "}")));
    }

    private static String line(UUID account, String side, long amount) {
        return "{\"account_id\":\"%s\",\"side\":\"%s\",\"amount\":\"%d\"}"
                .formatted(account, side, amount);
    }

    static Command reverseEntry(UUID entry) {
        return new Command("POST", ENTRIES + "/" + entry + "/reverse", "");
    }

    /**
     * What becomes of a transfer.
     *
     * @param what post, void or reverse
     * @param json which part of it, and in which words
     * @param early whether it may not be there yet
     */
    static Command follow(UUID transfer, String what, String json, boolean early) {
        return new Command("POST", TRANSFERS + "/" + transfer + "/" + what, json, early);
    }

    static Command account(UUID program, String type, String name) {
        return new Command(
                "POST",
                ACCOUNTS,
                "{\"type\":\"%s\",\"currency\":\"USD_GT\",\"program_id\":\"%s\",\"name\":\"%s\"}"
                        .formatted(type, program, name));
    }

    static Command program(String name) {
        return new Command(
                "POST",
                "/v1/programs",
                "{\"name\":\"%s\",\"currencies\":[\"USD_GT\"]}".formatted(name));
    }

    static Command freeze(UUID account) {
        return new Command("PATCH", ACCOUNTS + "/" + account, FROZEN);
    }

    static Command activate(UUID account) {
        return new Command("PATCH", ACCOUNTS + "/" + account, ACTIVE);
    }

    static Command close(UUID account) {
        return new Command("DELETE", ACCOUNTS + "/" + account, "");
    }

    /** The end of whatever was asked for under that key. */
    static Command cancel(UUID key) {
        return new Command("DELETE", "/v1/idempotency-keys/" + key, "");
    }

    boolean isTransfer() {
        return path.equals(TRANSFERS);
    }

    /** Whether it makes several things, each of which the audit looks at. */
    boolean isOfParts() {
        return path.equals(TRANSFERS + "/batch") || path.equals(ENTRIES);
    }

    boolean isEntry() {
        return path.equals(ENTRIES);
    }

    boolean isHold() {
        return isTransfer() && json.contains("\"pending\":true");
    }

    /** Whether it ends a hold; it is answered with the hold then. */
    boolean isEndOfHold() {
        return path.endsWith("/post") || path.endsWith("/void");
    }

    /** What the model of the accounts knows by it, if it is about them. */
    Optional<Operation> operation() {
        return new Request(method, path, json).operation();
    }

    boolean isAccount() {
        return path.equals(ACCOUNTS);
    }

    boolean isFreeze() {
        return json.equals(FROZEN);
    }

    boolean isActivation() {
        return json.equals(ACTIVE);
    }

    /** The account that it freezes, activates or closes, if it does one of these. */
    Optional<UUID> changedAccount() {
        return path.startsWith(ACCOUNTS + "/")
                ? Optional.of(UUID.fromString(path.substring(ACCOUNTS.length() + 1)))
                : Optional.empty();
    }

    JsonNode body() {
        return Books.json(json);
    }

    /** Whether a success says what was asked for, field by field. */
    boolean isMetBy(JsonNode created) {
        if (json.isEmpty() || isOfParts()) {
            return true;
        }
        if (isEndOfHold()) {
            // The hold is shown, which has an amount and words of its own.
            return !body().has("amount")
                    || body().path("amount").equals(created.path("posted_amount"));
        }
        return body().properties().stream()
                .filter(field -> !OF_TERMS.contains(field.getKey()))
                .allMatch(field -> field.getValue().equals(created.path(field.getKey())));
    }

    HttpResponse<String> send(ServiceClient service, String token, UUID key) {
        HttpRequest.Builder request =
                service.request(path)
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + token)
                        .header("Pryzma-Idempotency-Key", key.toString());
        return service.send(
                json.isEmpty()
                        ? request.method(method, BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(json)));
    }

    @Override
    public String toString() {
        return method + " " + path + " " + json;
    }
}
