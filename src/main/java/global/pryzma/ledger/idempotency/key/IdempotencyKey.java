package global.pryzma.ledger.idempotency.key;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The key that a client gives to a mutation: one UUID, of any version. */
public record IdempotencyKey(UUID value) {
    public static final String HEADER = "Pryzma-Idempotency-Key";

    /** UUID.fromString also takes short groups, which would make one key of two texts. */
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** Reads 36 characters, {@code 8-4-4-4-12} hex digits of any case; empty for anything else. */
    public static Optional<IdempotencyKey> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new IdempotencyKey(UUID.fromString(text)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
