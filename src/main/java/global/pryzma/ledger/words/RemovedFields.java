package global.pryzma.ledger.words;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names of the fields whose values a change takes away: in the command beside those that it
 * replaces, for an absent field there is one that stays.
 */
record RemovedFields(SortedSet<String> names) {
    private static final String FIELD = "remove";

    static RemovedFields none() {
        return new RemovedFields(new TreeSet<>());
    }

    /** The same with this one, if it is to be removed. */
    RemovedFields and(String name, FieldChange<?> change) {
        SortedSet<String> more = new TreeSet<>(names);
        if (change instanceof FieldChange.Removed) {
            more.add(name);
        }
        return new RemovedFields(more);
    }

    /** In canonical form, version 1: in alphabetical order, and nothing for none. */
    CommandWriter write(CommandWriter command) {
        return command.texts(FIELD, names.isEmpty() ? null : List.copyOf(names));
    }

    static RemovedFields read(CommandReader command) {
        List<String> removed = command.optionalTexts(FIELD);
        return new RemovedFields(new TreeSet<>(removed == null ? List.of() : removed));
    }

    /**
     * The change of a field.
     *
     * @param replaced what it is to be; null if that does not stand in the command
     */
    <T> FieldChange<T> change(String name, @Nullable T replaced) {
        if (names.contains(name)) {
            return new FieldChange.Removed<>();
        }
        return replaced == null ? new FieldChange.Kept<>() : new FieldChange.Replaced<>(replaced);
    }
}
