package global.pryzma.ledger.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The texts that a field or parameter may have, each with what it stands for, in the order in which
 * an error names them.
 */
public final class Choice<T> {
    static final Choice<Boolean> TRUTH = of("true", true, "false", false);

    private final Map<String, T> meanings;

    private Choice(Map<String, T> meanings) {
        this.meanings = Collections.unmodifiableMap(meanings);
    }

    /** One of two. */
    public static <T> Choice<T> of(String one, T first, String other, T second) {
        Map<String, T> meanings = new LinkedHashMap<>();
        meanings.put(one, first);
        meanings.put(other, second);
        return new Choice<>(meanings);
    }

    /** One of the constants of {@code type}, by its name in lower case. */
    static <E extends Enum<E>> Choice<E> of(Class<E> type) {
        Map<String, E> meanings = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            meanings.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return new Choice<>(meanings);
    }

    /** What the text stands for; empty for one that is none of them. */
    Optional<T> read(String text) {
        return Optional.ofNullable(meanings.get(text));
    }

    /** What the text must be, behind the name of the field or parameter. */
    String rule() {
        return meanings.size() == 2
                ? "must be " + String.join(" or ", meanings.keySet())
                : "must be one of " + String.join(", ", meanings.keySet());
    }
}
