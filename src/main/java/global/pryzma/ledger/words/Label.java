package global.pryzma.ledger.words;

import com.fasterxml.jackson.annotation.JsonInclude;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What a client calls a thing, such as an account, and keeps with it; on the wire, two fields of
 * the thing.
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Label(@Nullable String name, Metadata metadata) {
    public static final Label NONE = new Label(null, Metadata.NONE);

    static final String NAME = "name";

    /** The longest name, in characters. */
    public static final int NAME_MAX = 200;

    /** The fields of a request. */
    public static Label of(JsonBody json) {
        return new Label(json.optionalText(NAME, NAME_MAX).orElse(null), Metadata.of(json));
    }

    /** The name of a thing that must have one. */
    public static String requiredName(JsonBody json) {
        return json.requiredText(NAME, NAME_MAX);
    }

    /** The name of a thing that always has one, if it is to be another. */
    public static Optional<String> optionalName(JsonBody json) {
        return json.optionalText(NAME, NAME_MAX);
    }

    static FieldChange<String> nameChange(JsonBody json) {
        return json.textChange(NAME, NAME_MAX);
    }

    /** In canonical form, version 1. */
    public CommandWriter write(CommandWriter command) {
        return write(command, "");
    }

    /**
     * The same under other names, for the label that there was beside the one that is wanted.
     *
     * @param prefix of the names
     */
    public CommandWriter write(CommandWriter command, String prefix) {
        return metadata.write(command.text(prefix + NAME, name), prefix + Metadata.FIELD);
    }

    public static Label read(CommandReader command) {
        return read(command, "");
    }

    public static Label read(CommandReader command, String prefix) {
        return new Label(
                command.optionalText(prefix + NAME),
                Metadata.read(command, prefix + Metadata.FIELD));
    }
}
