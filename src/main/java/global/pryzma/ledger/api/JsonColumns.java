package global.pryzma.ledger.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lists and maps of texts as they stand in {@code jsonb} columns; an empty one is null there. */
public final class JsonColumns {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonColumns() {}

    public static @Nullable String ofTexts(Collection<String> texts) {
        return texts.isEmpty()
                ? null
                : written(json -> {
                    json.writeStartArray();
                    for (String text : texts) {
                        json.writeString(text);
                    }
                    json.writeEndArray();
                });
    }

    public static @Nullable String ofTextMap(Map<String, String> map) {
        return map.isEmpty()
                ? null
                : written(json -> {
                    json.writeStartObject();
                    for (Map.Entry<String, String> entry : map.entrySet()) {
                        json.writeStringField(entry.getKey(), entry.getValue());
                    }
                    json.writeEndObject();
                });
    }

    public static List<String> texts(@Nullable String column) {
        List<String> texts = new ArrayList<>();
        if (column != null) {
            read(
                    column,
                    json -> {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            texts.add(json.getText());
                        }
                    });
        }
        return texts;
    }

    /** The map in a column, sorted by key: {@code jsonb} does not keep an order. */
    public static SortedMap<String, String> textMap(@Nullable String column) {
        SortedMap<String, String> map = new TreeMap<>();
        if (column != null) {
            read(
                    column,
                    json -> {
                        while (json.nextToken() == JsonToken.FIELD_NAME) {
                            map.put(json.currentName(), json.nextTextValue());
                        }
                    });
        }
        return map;
    }

    private static String written(Step<JsonGenerator> step) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            step.run(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void read(String column, Step<JsonParser> step) {
        try (JsonParser json = JSON.createParser(column)) {
            json.nextToken();
            step.run(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step<T> {
        void run(T json) throws IOException;
    }
}
