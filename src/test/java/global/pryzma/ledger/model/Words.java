package global.pryzma.ledger.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;

/** What a client says of a movement of money, with the names that the fields have on the wire. */
public record Words(
        @Nullable String description, @Nullable String reference, @Nullable JsonNode metadata) {
    public static final Words NONE = new Words(null, null, null);

    private static final List<String> FIELDS = List.of("description", "reference", "metadata");

    public static Words described(String description) {
        return new Words(description, null, null);
    }

    public static Words referring(String reference) {
        return new Words(null, reference, null);
    }

    static Words of(JsonNode body) {
        return new Words(text(body, "description"), text(body, "reference"), body.get("metadata"));
    }

    static @Nullable String text(JsonNode body, String field) {
        return body.has(field) ? body.get(field).asText() : null;
    }

    void addTo(ObjectNode json) {
        if (description != null) {
            json.put("description", description);
        }
        if (reference != null) {
            json.put("reference", reference);
        }
        if (metadata != null) {
            json.set("metadata", metadata);
        }
    }

    /** The same without them: as it may be shown while its request is under way. */
    public static ObjectNode taken(ObjectNode shown) {
        ObjectNode rest = shown.deepCopy();
        Iterator<String> fields = FIELDS.iterator();
        fields.forEachRemaining(rest::remove);
        return rest;
    }

    @Override
    public String toString() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        addTo(json);
        return json.toString();
    }
}
