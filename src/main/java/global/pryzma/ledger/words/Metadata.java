package global.pryzma.ledger.words;

import com.fasterxml.jackson.annotation.JsonValue;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Texts under keys of the client's own, sorted by key. None at all is the same as no metadata: it
 * stands in no command, column or response.
 */
@Serdeable.Serializable
public record Metadata(SortedMap<String, String> entries) {
    public static final Metadata NONE = new Metadata(new TreeMap<>());

    static final String FIELD = "metadata";

    public Metadata {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    public static Metadata of(Map<String, String> entries) {
        return entries.isEmpty() ? NONE : new Metadata(new TreeMap<>(entries));
    }

    /** The field of a request. */
    public static Metadata of(JsonBody json) {
        return of(json.optionalTextMap(FIELD));
    }

    static FieldChange<Metadata> change(JsonBody json) {
        return json.textMapChange(FIELD).map(Metadata::of);
    }

    /** No metadata in place of some is its removal, and is written as that. */
    static void check(FieldChange<Metadata> change) {
        if (change instanceof FieldChange.Replaced<Metadata>(var replaced) && replaced.isEmpty()) {
            throw new IllegalArgumentException("no metadata in place of some is its removal");
        }
    }

    /** The value of a {@code jsonb} column. */
    public static Metadata ofColumn(@Nullable String column) {
        return column == null ? NONE : new Metadata(JsonColumns.textMap(column));
    }

    /** As it stands in a response. */
    @JsonValue
    @Override
    public SortedMap<String, String> entries() {
        return entries;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Null for none at all. */
    @Nullable Metadata orNull() {
        return isEmpty() ? null : this;
    }

    public @Nullable String column() {
        return JsonColumns.ofTextMap(entries);
    }

    /** In canonical form, version 1. */
    public CommandWriter write(CommandWriter command) {
        return write(command, FIELD);
    }

    CommandWriter write(CommandWriter command, String name) {
        return command.textMap(name, isEmpty() ? null : entries);
    }

    public static Metadata read(CommandReader command) {
        return read(command, FIELD);
    }

    static Metadata read(CommandReader command, String name) {
        Map<String, String> entries = command.optionalTextMap(name);
        return entries == null ? NONE : of(entries);
    }
}
