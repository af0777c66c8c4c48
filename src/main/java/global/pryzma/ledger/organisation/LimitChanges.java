package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.postgres.rows.RowWrite;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The limits that a request sets, by their names; empty text puts one back to the deployment's
 * default. Those that it does not name stay.
 */
record LimitChanges(Map<String, String> texts) {
    static final LimitChanges NONE = new LimitChanges(Map.of());

    private static final String FIELD = "limits";

    LimitChanges {
        texts = Map.copyOf(texts);
    }

    /** The object {@code limits} of a body, which may be absent. */
    static LimitChanges of(JsonBody json) {
        Map<String, String> texts = new TreeMap<>();
        json.optionalObject(
                FIELD,
                limits -> {
                    for (Limit limit : Limit.values()) {
                        switch (limits.wholeChange(limit.text(), limit.least(), limit.most())) {
                            case FieldChange.Kept<Integer>() -> {}
                            case FieldChange.Removed<Integer>() -> texts.put(limit.text(), "");
                            case FieldChange.Replaced<Integer>(Integer most) ->
                                    texts.put(limit.text(), most.toString());
                        }
                    }
                });
        return new LimitChanges(texts);
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** What is so afterwards. */
    Limits appliedTo(Limits before) {
        return new Limits(
                after(Limit.ACCOUNTS, before.accounts()),
                after(Limit.PROGRAMS, before.programs()),
                after(Limit.REQUESTS_IN_FLIGHT, before.requestsInFlight()));
    }

    private @Nullable Integer after(Limit limit, @Nullable Integer before) {
        String text = texts.get(limit.text());
        return text == null ? before : most(text);
    }

    private static @Nullable Integer most(String text) {
        return text.isEmpty() ? null : Integer.valueOf(text);
    }

    /**
     * The rows that say so.
     *
     * @param id of the organisation that is made with them, or of its change
     */
    List<RowWrite> rows(UUID id, UUID organisation) {
        List<RowWrite> rows = new ArrayList<>();
        new TreeMap<>(texts)
                .forEach((kind, text) ->
                        rows.add(
                                OrganisationRows.LIMIT.row(
                                        new OrganisationLimitRow(
                                                id, kind, organisation, most(text)))));
        return rows;
    }

    /** Nothing is written for none, as before there were any. */
    CommandWriter write(CommandWriter writer) {
        return writer.textMap(FIELD, isEmpty() ? null : texts);
    }

    static LimitChanges read(CommandReader reader) {
        Map<String, String> texts = reader.optionalTextMap(FIELD);
        return texts == null ? NONE : new LimitChanges(texts);
    }
}
