package global.pryzma.ledger.words;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import java.util.Objects;

/**
 * What a client wants to be different in a {@link Wording}. The reference never is: it is the
 * client's own name for the movement, by which it has to be found for ever.
 */
public record WordingChange(FieldChange<String> description, FieldChange<Metadata> metadata) {
    public WordingChange {
        Metadata.check(metadata);
    }

    /** The fields of a request. */
    public static WordingChange of(JsonBody json) {
        json.refuse(
                Wording.REFERENCE, "can't be changed: a reference belongs to a transfer for ever");
        return new WordingChange(Wording.descriptionChange(json), Metadata.change(json));
    }

    public boolean isEmpty() {
        return description instanceof FieldChange.Kept && metadata instanceof FieldChange.Kept;
    }

    /** The words once it is done. */
    public Wording appliedTo(Wording words) {
        return new Wording(
                description.appliedTo(words.description()),
                words.reference(),
                Objects.requireNonNullElse(metadata.appliedTo(words.metadata()), Metadata.NONE));
    }

    /** In canonical form, version 1. */
    public CommandWriter write(CommandWriter command) {
        return RemovedFields.none()
                .and(Wording.DESCRIPTION, description)
                .and(Metadata.FIELD, metadata)
                .write(appliedTo(Wording.NONE).write(command));
    }

    public static WordingChange read(CommandReader command) {
        RemovedFields removed = RemovedFields.read(command);
        Wording replaced = Wording.read(command);
        if (replaced.reference() != null) {
            throw new IllegalArgumentException("a reference is never changed");
        }
        return new WordingChange(
                removed.change(Wording.DESCRIPTION, replaced.description()),
                removed.change(Metadata.FIELD, replaced.metadata().orNull()));
    }
}
