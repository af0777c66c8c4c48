package global.pryzma.ledger.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;

/**
 * What two JSON texts of one form have in common: the fields whose values are equal in both. The
 * texts are read side by side, and no tree is made of them.
 */
public final class CommonJson {
    private static final JsonFactory JSON = new JsonFactory();

    private CommonJson() {}

    /**
     * Writes it.
     *
     * @throws IllegalArgumentException for texts that differ in more than the values of fields
     */
    public static void write(byte[] one, byte[] other, JsonGenerator out) throws IOException {
        try (JsonParser first = JSON.createParser(one);
                JsonParser second = JSON.createParser(other)) {
            value(first.nextToken(), first, second.nextToken(), second, out);
        }
    }

    private static void value(
            JsonToken token, JsonParser one, JsonToken same, JsonParser other, JsonGenerator out)
            throws IOException {
        expect(token == same, one);
        switch (token) {
            case START_OBJECT -> fields(one, other, out);
            case START_ARRAY -> items(one, other, out);
            default -> {
                expect(one.getText().equals(other.getText()), one);
                out.copyCurrentEvent(one);
            }
        }
    }

    private static void fields(JsonParser one, JsonParser other, JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        for (String name = one.nextFieldName(); name != null; name = one.nextFieldName()) {
            expect(name.equals(other.nextFieldName()), one);
            JsonToken token = one.nextToken();
            JsonToken same = other.nextToken();
            if (token.isStructStart() || (token == same && one.getText().equals(other.getText()))) {
                out.writeFieldName(name);
                value(token, one, same, other, out);
            } else {
                expect(same.isScalarValue(), one);
            }
        }
        expect(other.nextToken() == JsonToken.END_OBJECT, one);
        out.writeEndObject();
    }

    private static void items(JsonParser one, JsonParser other, JsonGenerator out)
            throws IOException {
        out.writeStartArray();
        for (JsonToken token = one.nextToken();
                token != JsonToken.END_ARRAY;
                token = one.nextToken()) {
            value(token, one, other.nextToken(), other, out);
        }
        expect(other.nextToken() == JsonToken.END_ARRAY, one);
        out.writeEndArray();
    }

    private static void expect(boolean condition, JsonParser where) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "of another form at " + where.getParsingContext().pathAsPointer());
        }
    }
}
