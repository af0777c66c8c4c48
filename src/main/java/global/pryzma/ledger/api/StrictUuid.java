package global.pryzma.ledger.api;

import java.util.Optional;
import java.util.UUID;

/**
 * The reader of UUIDs in their one textual form, {@code 8-4-4-4-12} hex digits of any case. {@link
 * UUID#fromString} also takes short groups, which would give one id many spellings.
 */
public final class StrictUuid {
    private static final int LENGTH = 36;

    private StrictUuid() {}

    public static Optional<UUID> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean hex =
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (dash ? c != '-' : !hex) {
                return Optional.empty();
            }
        }
        return Optional.of(UUID.fromString(text));
    }
}
