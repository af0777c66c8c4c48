package global.pryzma.ledger.organisation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** The limits of an organisation, also on the wire. Null is the deployment's default. */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
record Limits(
        @Nullable Integer accounts,
        @Nullable Integer programs,
        @JsonProperty("requests_in_flight") @Nullable Integer requestsInFlight) {
    static final Limits DEFAULT = new Limits(null, null, null);

    private static final String FIELD = "limits_before";

    /** As a part of a command; nothing for {@link #DEFAULT}. */
    CommandWriter write(CommandWriter writer) {
        Map<String, String> texts = new HashMap<>();
        put(texts, Limit.ACCOUNTS, accounts);
        put(texts, Limit.PROGRAMS, programs);
        put(texts, Limit.REQUESTS_IN_FLIGHT, requestsInFlight);
        return writer.textMap(FIELD, texts.isEmpty() ? null : texts);
    }

    private static void put(Map<String, String> texts, Limit limit, @Nullable Integer most) {
        if (most != null) {
            texts.put(limit.text(), most.toString());
        }
    }

    static Limits read(CommandReader reader) {
        Map<String, String> texts = reader.optionalTextMap(FIELD);
        return texts == null ? DEFAULT : new LimitChanges(texts).appliedTo(DEFAULT);
    }
}
