package global.pryzma.ledger.idempotency.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import global.pryzma.ledger.money.Amount;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads what {@link CommandWriter} wrote. Every method throws IllegalArgumentException for anything
 * else: the bytes come from Postgres, where only we write.
 */
public final class CommandReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> fields;

    private CommandReader(Map<String, Object> fields) {
        this.fields = fields;
    }

    public static CommandReader of(byte[] command) {
        try (JsonParser json = JSON.createParser(command)) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            CommandReader reader = new CommandReader(fields(json));
            expect(json.nextToken() == null);
            return reader;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a command", e);
        }
    }

    private static Map<String, Object> fields(JsonParser json) throws IOException {
        Map<String, Object> fields = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            fields.put(name, value(json));
        }
        expect(json.currentToken() == JsonToken.END_OBJECT);
        return fields;
    }

    public String text(String name) {
        return required(name, optionalText(name));
    }

    public @Nullable String optionalText(String name) {
        return optional(name, String.class);
    }

    public UUID uuid(String name) {
        return UUID.fromString(text(name));
    }

    public long number(String name) {
        return required(name, optional(name, Long.class));
    }

    /** A number of 32 bits. */
    public int integer(String name) {
        long number = number(name);
        expect(number == (int) number);
        return (int) number;
    }

    /** A number of 32 bits without a sign; 0 if it is absent. */
    public int optionalUnsignedInteger(String name) {
        Long number = optional(name, Long.class);
        expect(number == null || (number >= 0 && number <= 0xFFFF_FFFFL));
        return number == null ? 0 : number.intValue();
    }

    /** An amount in minor units. */
    public Amount amount(String name) {
        return required(name, optionalAmount(name));
    }

    public @Nullable Amount optionalAmount(String name) {
        String text = optionalText(name);
        return text == null
                ? null
                : Amount.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException(name + " is no amount"));
    }

    public @Nullable List<String> optionalTexts(String name) {
        List<?> values = optional(name, List.class);
        return values == null ? null : values.stream().map(CommandReader::textIn).toList();
    }

    /** A list of objects; each is read to its end. */
    public <T> List<T> objects(String name, Function<CommandReader, T> item) {
        List<T> read = new ArrayList<>();
        for (Object value : required(name, optional(name, List.class))) {
            if (!(value instanceof CommandReader fields)) {
                throw new IllegalArgumentException(name + " is no list of objects");
            }
            read.add(item.apply(fields));
            fields.end();
        }
        return read;
    }

    private static String textIn(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("no list of texts");
    }

    @SuppressWarnings("unchecked") // value() makes maps of text only
    public @Nullable Map<String, String> optionalTextMap(String name) {
        return (Map<String, String>) optional(name, Map.class);
    }

    private <T> @Nullable T optional(String name, Class<T> type) {
        Object value = fields.remove(name);
        expect(value == null || type.isInstance(value));
        return type.cast(value);
    }

    /** Refuses fields that were not asked for: a newer version's, which this one must not drop. */
    public void end() {
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException("unknown fields " + fields.keySet());
        }
    }

    private static Object value(JsonParser json) throws IOException {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case START_ARRAY -> {
                List<Object> values = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    values.add(
                            json.currentToken() == JsonToken.START_OBJECT
                                    ? new CommandReader(fields(json))
                                    : string(json));
                }
                yield values;
            }
            case START_OBJECT -> {
                Map<String, String> values = new TreeMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String key = json.currentName();
                    json.nextToken();
                    values.put(key, string(json));
                }
                yield values;
            }
            case null, default -> throw new IllegalArgumentException("not a command");
        };
    }

    private static String string(JsonParser json) throws IOException {
        expect(json.currentToken() == JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a command without " + name);
        }
        return value;
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not a command");
        }
    }
}
