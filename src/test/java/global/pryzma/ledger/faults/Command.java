package global.pryzma.ledger.faults;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceClient;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/**
 * What is asked for, without the key under which it is.
 *
 * @param json empty where there is no body
 */
record Command(String method, String path, String json) {
    private static final String TRANSFERS = "/v1/transfers";
    private static final String ACCOUNTS = "/v1/accounts";

    /** The service answers within 3 s; a client that has waited longer asks the next instance. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    static Command transfer(UUID debit, UUID credit, long amount, String moreFields) {
        return new Command(
                "POST",
                TRANSFERS,
                Books.transferJson(debit, credit, amount).replace("}", moreFields + "}"));
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

    /** The end of whatever was asked for under that key. */
    static Command cancel(UUID key) {
        return new Command("DELETE", "/v1/idempotency-keys/" + key, "");
    }

    boolean isTransfer() {
        return path.equals(TRANSFERS);
    }

    boolean isAccount() {
        return path.equals(ACCOUNTS);
    }

    JsonNode body() {
        return Books.json(json);
    }

    /** Whether a success says what was asked for, field by field. */
    boolean isMetBy(JsonNode created) {
        return body().properties().stream()
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
