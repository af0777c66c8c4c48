package global.pryzma.ledger.idempotency.command;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Writes a command in canonical form: one JSON object in UTF-8 without white space, its fields in
 * the order of the calls, absent ones left out, maps sorted by key, texts escaped as RFC 8785 says.
 *
 * <p>By hand, because the bytes are permanent: what a JSON library escapes is for its next version
 * to change, and a configuration's to choose.
 */
public final class CommandWriter {
    private static final char FIRST_PRINTABLE = ' ';

    private final StringBuilder json = new StringBuilder(256).append('{');

    private CommandWriter() {}

    /** Begins a command. */
    public static CommandWriter begin() {
        return new CommandWriter();
    }

    public CommandWriter text(String name, @Nullable String value) {
        if (value != null) {
            field(name);
            quote(value);
        }
        return this;
    }

    public CommandWriter uuid(String name, UUID value) {
        return text(name, value.toString());
    }

    public CommandWriter number(String name, long value) {
        field(name);
        json.append(value);
        return this;
    }

    /** A list in its own order. */
    public CommandWriter texts(String name, @Nullable List<String> values) {
        if (values != null) {
            field(name);
            json.append('[');
            for (String value : values) {
                separate();
                quote(value);
            }
            json.append(']');
        }
        return this;
    }

    /** A list of objects in its own order, each written as a command is. */
    public <T> CommandWriter objects(
            String name, List<T> items, BiConsumer<T, CommandWriter> fields) {
        field(name);
        json.append('[');
        for (T item : items) {
            separate();
            json.append('{');
            fields.accept(item, this);
            json.append('}');
        }
        json.append(']');
        return this;
    }

    /** A map sorted by key, in the order of UTF-16 code units. */
    public CommandWriter textMap(String name, @Nullable Map<String, String> values) {
        if (values != null) {
            field(name);
            json.append('{');
            new TreeMap<>(values).forEach(this::text);
            json.append('}');
        }
        return this;
    }

    /** Ends the command; nothing can be written to it afterwards. */
    public byte[] end() {
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void field(String name) {
        separate();
        quote(name);
        json.append(':');
    }

    private void separate() {
        char last = json.charAt(json.length() - 1);
        if (last != '{' && last != '[') {
            json.append(',');
        }
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < FIRST_PRINTABLE) {
                        json.append(c < 0x10 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
