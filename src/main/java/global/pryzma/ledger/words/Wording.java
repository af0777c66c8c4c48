package global.pryzma.ledger.words;

import com.fasterxml.jackson.annotation.JsonInclude;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.PlainFields;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.problem.ProblemCode;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a client says of a movement of money; on the wire, three fields of the movement.
 *
 * @param reference the client's own name for it, which no other of the organisation's has
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Wording(@Nullable String description, @Nullable String reference, Metadata metadata) {
    public static final Wording NONE = new Wording(null, null, Metadata.NONE);

    static final String DESCRIPTION = "description";
    static final String REFERENCE = "reference";

    private static final int DESCRIPTION_MAX = 500;
    private static final int REFERENCE_MAX = 255;

    /** Permanent: reservations under it are in Postgres. */
    private static final String REFERENCES = "transfer.reference";

    /** What a caller is told whose reference is another's. */
    public static final ProblemCode IF_TAKEN = ProblemCode.REFERENCE_IN_USE;

    /** The fields of a request. */
    public static Wording of(JsonBody json) {
        return new Wording(
                json.optionalText(DESCRIPTION, DESCRIPTION_MAX).orElse(null),
                json.optionalText(REFERENCE, REFERENCE_MAX).orElse(null),
                Metadata.of(json));
    }

    /** The same, of which metadata are not plain. */
    public static Wording ofPlain(PlainFields fields) {
        String description = fields.optionalText(DESCRIPTION, DESCRIPTION_MAX);
        String reference = fields.optionalText(REFERENCE, REFERENCE_MAX);
        return description == null && reference == null
                ? NONE
                : new Wording(description, reference, Metadata.NONE);
    }

    static FieldChange<String> descriptionChange(JsonBody json) {
        return json.textChange(DESCRIPTION, DESCRIPTION_MAX);
    }

    /** Whether there can be a reference of this form. */
    public static boolean isReference(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= 1 && length <= REFERENCE_MAX && text.indexOf('\0') < 0;
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** What must be free before the movement begins. */
    public List<Reservation> reservations() {
        return reference == null ? List.of() : List.of(reservation(reference));
    }

    /** What a reference takes. */
    public static Reservation reservation(String reference) {
        return new Reservation(REFERENCES, reference);
    }

    /** In canonical form, version 1. */
    public CommandWriter write(CommandWriter command) {
        return metadata.write(command.text(DESCRIPTION, description).text(REFERENCE, reference));
    }

    /**
     * The same under other names, for the words of another movement beside those of the wanted one.
     *
     * @param prefix of the names
     */
    public CommandWriter write(CommandWriter command, String prefix) {
        return metadata.write(
                command.text(prefix + DESCRIPTION, description).text(prefix + REFERENCE, reference),
                prefix + Metadata.FIELD);
    }

    public static Wording read(CommandReader command) {
        return read(command, "");
    }

    public static Wording read(CommandReader command, String prefix) {
        return new Wording(
                command.optionalText(prefix + DESCRIPTION),
                command.optionalText(prefix + REFERENCE),
                Metadata.read(command, prefix + Metadata.FIELD));
    }
}
