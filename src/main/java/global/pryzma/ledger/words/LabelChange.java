package global.pryzma.ledger.words;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a client wants to be different in a {@link Label}. */
public record LabelChange(FieldChange<String> name, FieldChange<Metadata> metadata) {
    private static final String REMOVE = "remove";

    public LabelChange {
        if (metadata instanceof FieldChange.Replaced<Metadata>(var replaced)
                && replaced.isEmpty()) {
            throw new IllegalArgumentException("no metadata in place of some is its removal");
        }
    }

    /** The fields of a request. */
    public static LabelChange of(JsonBody json) {
        return new LabelChange(Label.nameChange(json), Metadata.change(json));
    }

    public boolean isEmpty() {
        return name instanceof FieldChange.Kept && metadata instanceof FieldChange.Kept;
    }

    /** The label once it is done. */
    public Label appliedTo(Label label) {
        return new Label(
                name.appliedTo(label.name()),
                Objects.requireNonNullElse(metadata.appliedTo(label.metadata()), Metadata.NONE));
    }

    /** In canonical form, version 1. */
    public CommandWriter write(CommandWriter command) {
        List<String> removed = new ArrayList<>();
        if (metadata instanceof FieldChange.Removed) {
            removed.add(Metadata.FIELD);
        }
        if (name instanceof FieldChange.Removed) {
            removed.add(Label.NAME);
        }
        return appliedTo(Label.NONE)
                .write(command)
                .texts(REMOVE, removed.isEmpty() ? null : removed);
    }

    public static LabelChange read(CommandReader command) {
        List<String> texts = command.optionalTexts(REMOVE);
        List<String> removed = texts == null ? List.of() : texts;
        Label replaced = Label.read(command);
        return new LabelChange(
                change(replaced.name(), removed.contains(Label.NAME)),
                change(
                        replaced.metadata().isEmpty() ? null : replaced.metadata(),
                        removed.contains(Metadata.FIELD)));
    }

    private static <T> FieldChange<T> change(@Nullable T value, boolean removed) {
        if (removed) {
            return new FieldChange.Removed<>();
        }
        return value == null ? new FieldChange.Kept<>() : new FieldChange.Replaced<>(value);
    }
}
