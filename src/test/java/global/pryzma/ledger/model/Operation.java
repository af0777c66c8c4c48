package global.pryzma.ledger.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.testing.Books;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A mutation that a client asks for, without its key, as it is on the wire. */
public sealed interface Operation {
    String ACCOUNTS = "/v1/accounts";
    String TRANSFERS = "/v1/transfers";

    String method();

    String path();

    /** JSON; nothing where there is no body. */
    String body();

    /** The accounts that it names, or that an object which it names belongs to. */
    default List<UUID> accounts() {
        return List.of();
    }

    /** The reference that it asks for. */
    default Optional<String> reference() {
        return Optional.empty();
    }

    /** An account is opened. */
    record Open(UUID program, String type, String currency, @Nullable String name)
            implements Operation {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return ACCOUNTS;
        }

        @Override
        public String body() {
            ObjectNode json =
                    object().put("type", type)
                            .put("currency", currency)
                            .put("program_id", program.toString());
            if (name != null) {
                json.put("name", name);
            }
            return json.toString();
        }
    }

    /**
     * Money moves, or is held for it.
     *
     * @param timeoutSeconds of a hold, 0 for one that does not expire; null for a plain transfer
     */
    record Transfer(
            UUID debit, UUID credit, BigInteger amount, Words words, @Nullable Long timeoutSeconds)
            implements Operation {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return TRANSFERS;
        }

        @Override
        public String body() {
            ObjectNode json =
                    object().put("debit_account_id", debit.toString())
                            .put("credit_account_id", credit.toString())
                            .put("amount", amount.toString());
            if (timeoutSeconds != null) {
                json.put("pending", true);
                if (timeoutSeconds > 0) {
                    json.put("timeout_seconds", timeoutSeconds);
                }
            }
            words.addTo(json);
            return json.toString();
        }

        @Override
        public List<UUID> accounts() {
            return List.of(debit, credit);
        }

        @Override
        public Optional<String> reference() {
            return Optional.ofNullable(words.reference());
        }
    }

    /** A hold is posted, whole or in part. */
    record Post(UUID hold, @Nullable BigInteger amount, Words words) implements Operation {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return TRANSFERS + "/" + hold + "/post";
        }

        @Override
        public String body() {
            return part(amount, words);
        }

        @Override
        public Optional<String> reference() {
            return Optional.ofNullable(words.reference());
        }
    }

    /** A hold is given back. */
    record Void(UUID hold, Words words) implements Operation {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return TRANSFERS + "/" + hold + "/void";
        }

        @Override
        public String body() {
            return part(null, words);
        }

        @Override
        public Optional<String> reference() {
            return Optional.ofNullable(words.reference());
        }
    }

    /** A transfer is taken back, whole or in part. */
    record Reverse(UUID original, @Nullable BigInteger amount, Words words) implements Operation {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return TRANSFERS + "/" + original + "/reverse";
        }

        @Override
        public String body() {
            return part(amount, words);
        }

        @Override
        public Optional<String> reference() {
            return Optional.ofNullable(words.reference());
        }
    }

    /** An account is frozen, or made active again. */
    record Change(UUID account, boolean frozen) implements Operation {
        @Override
        public String method() {
            return "PATCH";
        }

        @Override
        public String path() {
            return ACCOUNTS + "/" + account;
        }

        @Override
        public String body() {
            return object().put("status", frozen ? "frozen" : "active").toString();
        }

        @Override
        public List<UUID> accounts() {
            return List.of(account);
        }
    }

    /** An account is closed. */
    record Close(UUID account) implements Operation {
        @Override
        public String method() {
            return "DELETE";
        }

        @Override
        public String path() {
            return ACCOUNTS + "/" + account;
        }

        @Override
        public String body() {
            return "";
        }

        @Override
        public List<UUID> accounts() {
            return List.of(account);
        }
    }

    /** What such a request asks for; empty if it is none of these. */
    static Optional<Operation> of(String method, String path, String body) {
        JsonNode json = body.isEmpty() ? object() : Books.json(body);
        List<String> parts = List.of(path.split("/"));
        if (path.equals(ACCOUNTS)) {
            return Optional.of(
                    new Open(
                            uuid(json, "program_id"),
                            json.path("type").asText(),
                            json.path("currency").asText(),
                            Words.text(json, "name")));
        }
        if (path.equals(TRANSFERS)) {
            return Optional.of(
                    new Transfer(
                            uuid(json, "debit_account_id"),
                            uuid(json, "credit_account_id"),
                            new BigInteger(json.path("amount").asText()),
                            Words.of(json),
                            json.path("pending").asBoolean()
                                    ? json.path("timeout_seconds").asLong()
                                    : null));
        }
        if (path.startsWith(ACCOUNTS + "/")) {
            UUID account = UUID.fromString(parts.get(3));
            return Optional.of(
                    method.equals("DELETE")
                            ? new Close(account)
                            : new Change(account, json.path("status").asText().equals("frozen")));
        }
        if (path.startsWith(TRANSFERS + "/")) {
            UUID transfer = UUID.fromString(parts.get(3));
            BigInteger amount =
                    json.has("amount") ? new BigInteger(json.path("amount").asText()) : null;
            Words words = Words.of(json);
            return switch (parts.get(4)) {
                case "post" -> Optional.of(new Post(transfer, amount, words));
                case "void" -> Optional.of(new Void(transfer, words));
                case "reverse" -> Optional.of(new Reverse(transfer, amount, words));
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private static UUID uuid(JsonNode json, String field) {
        return UUID.fromString(json.path(field).asText());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** No body where nothing is to be said. */
    private static String part(@Nullable BigInteger amount, Words words) {
        ObjectNode json = object();
        if (amount != null) {
            json.put("amount", amount.toString());
        }
        words.addTo(json);
        return json.isEmpty() ? "" : json.toString();
    }
}
