package global.pryzma.ledger.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.WireTime;

import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * A statement as one JSON object. The totals and the closing balance stand after the entries, so
 * that whoever has them has everything.
 */
final class JsonStatement implements StatementWriter {
    private final Statement statement;
    private final JsonMapper json;
    private boolean first = true;

    JsonStatement(Statement statement, JsonMapper json) {
        this.statement = statement;
        this.json = json;
    }

    /** What stands before the entries. */
    @Serdeable.Serializable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Head(
            @JsonProperty("account_id") UUID accountId,
            @Nullable String name,
            String type,
            String currency,
            String from,
            String to,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("opening_balance") String openingBalance) {}

    /** What stands behind them. */
    @Serdeable.Serializable
    record Foot(
            @JsonProperty("total_debits") String totalDebits,
            @JsonProperty("total_credits") String totalCredits,
            @JsonProperty("closing_balance") String closingBalance) {}

    @Override
    public void begin(StringBuilder out) {
        Period period = statement.period();
        String head =
                text(
                        new Head(
                                statement.account().id(),
                                statement.name(),
                                statement.account().type().wire(),
                                statement.currency().code(),
                                WireTime.of(period.fromNanos()),
                                WireTime.of(period.toNanos()),
                                WireTime.of(period.madeAtNanos()),
                                statement.openingBalance().toString()));
        out.append(head, 0, head.length() - 1).append(",\"entries\":[");
    }

    @Override
    public void entry(Entry entry, StringBuilder out) {
        out.append(first ? "\n" : ",\n").append(text(EntryResponse.of(entry)));
        first = false;
    }

    @Override
    public void end(StringBuilder out) {
        String foot =
                text(
                        new Foot(
                                statement.totalDebits().toString(),
                                statement.totalCredits().toString(),
                                statement.closingBalance().toString()));
        out.append("\n],").append(foot, 1, foot.length()).append('\n');
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException("a text takes everything", e);
        }
    }
}
