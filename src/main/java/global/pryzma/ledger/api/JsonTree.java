package global.pryzma.ledger.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small tree of one JSON text (RFC 8259), in which nothing stands that readers disagree about: a
 * field that stands twice, anything behind the value, malformed UTF-8, NUL and lone surrogates
 * (Postgres and other clients can not hold the last two).
 */
sealed interface JsonTree {
    record Text(String value) implements JsonTree {}

    /** A number without fraction and exponent. */
    record Whole(BigInteger value) implements JsonTree {}

    /** A number with a fraction or an exponent; its value is of no use to us. */
    record Fraction() implements JsonTree {}

    record Truth(boolean value) implements JsonTree {}

    record Null() implements JsonTree {}

    record Array(List<JsonTree> items) implements JsonTree {}

    record Fields(Map<String, JsonTree> fields) implements JsonTree {}

    /** The reason why a text was refused, with a JSON pointer to the place if there is one. */
    final class Refused extends Exception {
        private final String pointer;

        Refused(String detail, Place place) {
            super(detail, null, false, false);
            this.pointer = place.pointer();
        }

        String pointer() {
            return pointer;
        }
    }

    /** The value that the bytes hold. */
    static JsonTree parse(byte[] utf8) throws Refused {
        return new Reader().read(utf8);
    }

    /** The grammar, on Jackson's tokens. */
    final class Reader {
        private static final int MAX_DEPTH = 8;
        private static final int MAX_DIGITS = 64;
        private static final int MAX_NAME_CHARS = 1024;
        private static final int MAX_CHARS = 1 << 20;

        /**
         * Names, values and brackets: more than the largest list of objects has with all their
         * fields, and as many as may be in memory. A text of small numbers would have many more,
         * each of which takes forty times its room there.
         */
        private static final int MAX_TOKENS = 1 << 20;

        // Names are not interned: they come from outside, and would stay for ever.
        private static final JsonFactory FACTORY = factory(MAX_CHARS, false);

        /**
         * For one body whose length others have bounded, of which no tree is made as a whole. Its
         * names are remembered, as they are the same in each object, and forgotten with it.
         */
        private static JsonFactory longFactory() {
            return factory(Long.MAX_VALUE, true);
        }

        private static JsonFactory factory(long maxDocumentChars, boolean remembersNames) {
            return new JsonFactoryBuilder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, remembersNames)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_DIGITS)
                                    .maxNameLength(MAX_NAME_CHARS)
                                    .maxStringLength(MAX_CHARS)
                                    .maxDocumentLength(maxDocumentChars)
                                    .maxTokenCount(MAX_TOKENS)
                                    .build())
                    .build();
        }

        /** Reads something else than one tree from a long text. */
        interface Reading<T> {
            T from(JsonParser parser) throws IOException, Refused;
        }

        /** Reads a text that is decoded bit by bit. */
        static <T> T readLong(byte[] utf8, Reading<T> reading) throws Refused {
            var text =
                    new InputStreamReader(
                            new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder());
            try (JsonParser parser = longFactory().createParser(text)) {
                T read = reading.from(parser);
                if (parser.nextToken() != null) {
                    throw new Refused("there is something behind the JSON value", Place.ROOT);
                }
                return read;
            } catch (IOException malformed) {
                throw refused(malformed);
            }
        }

        private static Refused refused(IOException malformed) {
            return switch (malformed) {
                case StreamConstraintsException _ ->
                        new Refused(
                                "the JSON is nested too deeply, has too many values, or a name or"
                                        + " number is too long",
                                Place.ROOT);
                case CharacterCodingException _ ->
                        new Refused("the body is not valid UTF-8", Place.ROOT);
                default -> new Refused("the body is not valid JSON", Place.ROOT);
            };
        }

        JsonTree read(byte[] utf8) throws Refused {
            try (JsonParser parser = FACTORY.createParser(decode(utf8))) {
                JsonToken first = parser.nextToken();
                if (first == null) {
                    throw new Refused("the body is empty; it must be a JSON object", Place.ROOT);
                }
                JsonTree value = value(parser, first, Place.ROOT);
                if (parser.nextToken() != null) {
                    throw new Refused("there is something behind the JSON value", Place.ROOT);
                }
                return value;
            } catch (IOException malformed) {
                throw refused(malformed);
            }
        }

        // Jackson's own UTF-8 decoder lets encoded surrogates pass.
        private static char[] decode(byte[] utf8) throws Refused {
            try {
                var chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
                char[] text = new char[chars.remaining()];
                chars.get(text);
                return text;
            } catch (CharacterCodingException malformed) {
                throw new Refused("the body is not valid UTF-8", Place.ROOT);
            }
        }

        static JsonTree value(JsonParser parser, JsonToken token, Place place)
                throws IOException, Refused {
            return switch (token) {
                case START_OBJECT -> fields(parser, place);
                case START_ARRAY -> array(parser, place);
                case VALUE_STRING -> {
                    check(parser.getText(), place);
                    yield new Text(parser.getText());
                }
                case VALUE_NUMBER_INT -> new Whole(new BigInteger(parser.getText()));
                case VALUE_NUMBER_FLOAT -> new Fraction();
                case VALUE_TRUE -> new Truth(true);
                case VALUE_FALSE -> new Truth(false);
                case VALUE_NULL -> new Null();
                case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                        throw new Refused("the body is not valid JSON", place);
            };
        }

        static Fields fields(JsonParser parser, Place place) throws IOException, Refused {
            Map<String, JsonTree> fields = new LinkedHashMap<>();
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                check(name, place);
                if (fields.put(name, value(parser, place, name)) != null) {
                    throw new Refused("the field stands twice", place.below(name));
                }
            }
            return new Fields(fields);
        }

        /** A field's; of a text that is as it must be, nobody asks for the place. */
        private static JsonTree value(JsonParser parser, Place place, String name)
                throws IOException, Refused {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                if (flaw(text) == null) {
                    return new Text(text);
                }
            }
            return value(parser, token, place.below(name));
        }

        private static JsonTree array(JsonParser parser, Place place) throws IOException, Refused {
            List<JsonTree> items = new ArrayList<>();
            for (JsonToken token = parser.nextToken();
                    token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                items.add(value(parser, token, place.below(items.size())));
            }
            return new Array(items);
        }

        private static void check(String text, Place place) throws Refused {
            String flaw = flaw(text);
            if (flaw != null) {
                throw new Refused("the text contains " + flaw, place);
            }
        }

        private static @Nullable String flaw(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == 0) {
                    return "the character U+0000";
                }
                if (Character.isSurrogate(c)) {
                    boolean pair =
                            Character.isHighSurrogate(c)
                                    && i + 1 < text.length()
                                    && Character.isLowSurrogate(text.charAt(i + 1));
                    if (!pair) {
                        return "half of a surrogate pair";
                    }
                    i++;
                }
            }
            return null;
        }
    }
}
