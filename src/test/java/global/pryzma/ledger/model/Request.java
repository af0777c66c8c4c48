package global.pryzma.ledger.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.testing.Books;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A mutation as it is on the wire, without its key.
 *
 * @param body JSON; nothing where there is no body
 */
public record Request(String method, String path, String body) {
    private static final String TRANSFERS = Operation.TRANSFERS;
    private static final String ACCOUNTS = Operation.ACCOUNTS;
    private static final String ENTRIES = Operation.ENTRIES;

    static Request post(String path, ObjectNode body) {
        return new Request("POST", path, body.toString());
    }

    /** Of what becomes of something; there is no body where nothing is to be said. */
    static Request follow(String path, @Nullable BigInteger amount, Words words) {
        ObjectNode json = object();
        if (amount != null) {
            json.put("amount", amount.toString());
        }
        words.addTo(json);
        return new Request("POST", path, json.isEmpty() ? "" : json.toString());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** What it asks for; empty if that is nothing which the model knows. */
    public Optional<Operation> operation() {
        JsonNode json = body.isEmpty() ? object() : Books.json(body);
        List<String> parts = List.of(path.split("/"));
        if (path.equals(ACCOUNTS)) {
            return Optional.of(
                    new Operation.Open(
                            uuid(json, "program_id"),
                            json.path("type").asText(),
                            json.path("currency").asText(),
                            Words.text(json, "name")));
        }
        if (path.equals(TRANSFERS)) {
            return Optional.of(transfer(json));
        }
        if (path.equals(TRANSFERS + "/batch")) {
            return Optional.of(
                    new Operation.Batch(
                            json.path("atomic").asBoolean(),
                            all(json.path("transfers"), Request::transfer)));
        }
        if (path.equals(ENTRIES)) {
            return Optional.of(
                    new Operation.MakeEntry(all(json.path("lines"), Line::of), Words.of(json)));
        }
        if (parts.size() < 4) {
            return Optional.empty();
        }
        return ofOne(parts, json);
    }

    private Optional<Operation> ofOne(List<String> parts, JsonNode json) {
        UUID id = UUID.fromString(parts.get(3));
        if (path.startsWith(ACCOUNTS + "/")) {
            return Optional.of(
                    method.equals("DELETE")
                            ? new Operation.Close(id)
                            : new Operation.Change(
                                    id, json.path("status").asText().equals("frozen")));
        }
        if (path.startsWith(ENTRIES + "/")) {
            return Optional.of(new Operation.ReverseEntry(id, Words.of(json)));
        }
        if (path.startsWith(TRANSFERS + "/")) {
            BigInteger amount =
                    json.has("amount") ? new BigInteger(json.path("amount").asText()) : null;
            Words words = Words.of(json);
            return switch (parts.get(4)) {
                case "post" -> Optional.of(new Operation.Post(id, amount, words));
                case "void" -> Optional.of(new Operation.Void(id, words));
                case "reverse" -> Optional.of(new Operation.Reverse(id, amount, words));
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private static Operation.Transfer transfer(JsonNode json) {
        return new Operation.Transfer(
                uuid(json, "debit_account_id"),
                uuid(json, "credit_account_id"),
                new BigInteger(json.path("amount").asText()),
                Words.of(json),
                json.path("pending").asBoolean() ? json.path("timeout_seconds").asLong() : null);
    }

    private static <T> List<T> all(JsonNode array, Function<JsonNode, T> each) {
        List<T> all = new ArrayList<>();
        array.forEach(item -> all.add(each.apply(item)));
        return all;
    }

    private static UUID uuid(JsonNode json, String field) {
        return UUID.fromString(json.path(field).asText());
    }
}
