package global.pryzma.ledger.idempotency.key;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The key that a client gives to a mutation: one UUID, of any version but nil and max. */
public record IdempotencyKey(UUID value) {
    public static final String HEADER = "Pryzma-Idempotency-Key";

    /** UUID.fromString also takes short groups, which would make one key of two texts. */
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** What a client sends that has forgotten to set its key: RFC 9562, sections 5.9 and 5.10. */
    private static final Set<UUID> UNSET = Set.of(new UUID(0, 0), new UUID(-1, -1));

    /** One that nobody has, for what must not follow from anybody's. */
    public static IdempotencyKey madeUp() {
        return new IdempotencyKey(UUID.randomUUID());
    }

    /**
     * Reads 36 characters, {@code 8-4-4-4-12} hex digits of any case; empty for anything else, and
     * for a UUID that nobody has made up: two payments with it would be one.
     */
    public static Optional<IdempotencyKey> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(UUID.fromString(text))
                        .filter(value -> !UNSET.contains(value))
                        .map(IdempotencyKey::new)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
