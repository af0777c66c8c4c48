package global.pryzma.ledger.words;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import java.util.Objects;

/** What a client wants to be different in a {@link Label}. */
public record LabelChange(FieldChange<String> name, FieldChange<Metadata> metadata) {
    public LabelChange {
        Metadata.check(metadata);
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
        return RemovedFields.none()
                .and(Label.NAME, name)
                .and(Metadata.FIELD, metadata)
                .write(appliedTo(Label.NONE).write(command));
    }

    public static LabelChange read(CommandReader command) {
        RemovedFields removed = RemovedFields.read(command);
        Label replaced = Label.read(command);
        return new LabelChange(
                removed.change(Label.NAME, replaced.name()),
                removed.change(Metadata.FIELD, replaced.metadata().orNull()));
    }
}
