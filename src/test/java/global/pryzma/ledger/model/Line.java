package global.pryzma.ledger.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.util.UUID;

/** A line of a journal entry. */
public record Line(UUID account, boolean debit, BigInteger amount) {
    static Line of(JsonNode json) {
        return new Line(
                UUID.fromString(json.path("account_id").asText()),
                json.path("side").asText().equals("debit"),
                new BigInteger(json.path("amount").asText()));
    }

    /** What takes it back. */
    Line opposite() {
        return new Line(account, !debit, amount);
    }

    /** As it is on the wire. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("account_id", account.toString())
                .put("side", debit ? "debit" : "credit")
                .put("amount", amount.toString());
    }
}
