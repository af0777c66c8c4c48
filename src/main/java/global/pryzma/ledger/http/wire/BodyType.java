package global.pryzma.ledger.http.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** What a body is said to be by its {@code Content-Type}. */
public enum BodyType {
    /** Nothing is said. */
    UNSAID(null),
    JSON("application/json"),
    FORM("application/x-www-form-urlencoded"),
    /** A JSON value on each line. */
    LINES("application/x-ndjson"),
    /** Something else, in another charset than UTF-8, or two things at once. */
    OTHER(null);

    private final @Nullable String mediaType;

    BodyType(@Nullable String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type without parameters; null where there is none that the service takes. */
    @Nullable String mediaType() {
        return mediaType;
    }

    static BodyType of(List<String> contentTypes) {
        if (contentTypes.isEmpty()) {
            return UNSAID;
        }
        String[] parts = contentTypes.getFirst().toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return OTHER;
            }
        }
        if (contentTypes.size() > 1) {
            return OTHER;
        }
        for (BodyType known : values()) {
            if (type.equals(known.mediaType)) {
                return known;
            }
        }
        return OTHER;
    }
}
