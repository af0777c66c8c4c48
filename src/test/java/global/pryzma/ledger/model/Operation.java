package global.pryzma.ledger.model;

import static global.pryzma.ledger.model.Request.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A mutation that a client asks for. */
public sealed interface Operation {
    String ACCOUNTS = "/v1/accounts";
    String TRANSFERS = "/v1/transfers";
    String ENTRIES = "/v1/journal-entries";

    /** As it is on the wire. */
    Request request();

    /** The accounts that it names. */
    default List<UUID> accounts() {
        return List.of();
    }

    /** The references that it asks for. */
    default List<String> references() {
        return List.of();
    }

    /** One that may have words. */
    sealed interface Worded extends Operation {
        Words words();

        @Override
        default List<String> references() {
            return Optional.ofNullable(words().reference()).stream().toList();
        }
    }

    /** An account is opened. */
    record Open(UUID program, String type, String currency, @Nullable String name)
            implements Operation {
        @Override
        public Request request() {
            ObjectNode json =
                    object().put("type", type)
                            .put("currency", currency)
                            .put("program_id", program.toString());
            if (name != null) {
                json.put("name", name);
            }
            return Request.post(ACCOUNTS, json);
        }
    }

    /**
     * Money moves, or is held for it.
     *
     * @param timeoutSeconds of a hold, 0 for one that does not expire; null for a plain transfer
     */
    record Transfer(
            UUID debit, UUID credit, BigInteger amount, Words words, @Nullable Long timeoutSeconds)
            implements Worded {
        @Override
        public Request request() {
            return Request.post(TRANSFERS, json());
        }

        ObjectNode json() {
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
            return json;
        }

        @Override
        public List<UUID> accounts() {
            return List.of(debit, credit);
        }
    }

    /** Several of them, all or none or each by itself. */
    record Batch(boolean atomic, List<Transfer> items) implements Operation {
        public Batch {
            items = List.copyOf(items);
        }

        @Override
        public Request request() {
            ObjectNode json = object().put("atomic", atomic);
            ArrayNode transfers = json.putArray("transfers");
            items.forEach(item -> transfers.add(item.json()));
            return Request.post(TRANSFERS + "/batch", json);
        }

        @Override
        public List<UUID> accounts() {
            return items.stream().flatMap(it -> it.accounts().stream()).distinct().toList();
        }

        @Override
        public List<String> references() {
            return items.stream().flatMap(it -> it.references().stream()).toList();
        }
    }

    /** A hold is posted, whole or in part. */
    record Post(UUID hold, @Nullable BigInteger amount, Words words) implements Worded {
        @Override
        public Request request() {
            return Request.follow(TRANSFERS + "/" + hold + "/post", amount, words);
        }
    }

    /** A hold is given back. */
    record Void(UUID hold, Words words) implements Worded {
        @Override
        public Request request() {
            return Request.follow(TRANSFERS + "/" + hold + "/void", null, words);
        }
    }

    /** A transfer is taken back, whole or in part. */
    record Reverse(UUID original, @Nullable BigInteger amount, Words words) implements Worded {
        @Override
        public Request request() {
            return Request.follow(TRANSFERS + "/" + original + "/reverse", amount, words);
        }
    }

    /** Money moves between several accounts at once. */
    record MakeEntry(List<Line> lines, Words words) implements Worded {
        public MakeEntry {
            lines = List.copyOf(lines);
        }

        @Override
        public Request request() {
            ObjectNode json = object();
            ArrayNode all = json.putArray("lines");
            lines.forEach(line -> all.add(line.json()));
            words.addTo(json);
            return Request.post(ENTRIES, json);
        }

        @Override
        public List<UUID> accounts() {
            return lines.stream().map(Line::account).distinct().toList();
        }
    }

    /** An entry is taken back. */
    record ReverseEntry(UUID entry, Words words) implements Worded {
        @Override
        public Request request() {
            return Request.follow(ENTRIES + "/" + entry + "/reverse", null, words);
        }
    }

    /** An account is frozen, or made active again. */
    record Change(UUID account, boolean frozen) implements Operation {
        @Override
        public Request request() {
            return new Request(
                    "PATCH",
                    ACCOUNTS + "/" + account,
                    object().put("status", frozen ? "frozen" : "active").toString());
        }

        @Override
        public List<UUID> accounts() {
            return List.of(account);
        }
    }

    /** An account is closed. */
    record Close(UUID account) implements Operation {
        @Override
        public Request request() {
            return new Request("DELETE", ACCOUNTS + "/" + account, "");
        }

        @Override
        public List<UUID> accounts() {
            return List.of(account);
        }
    }
}
