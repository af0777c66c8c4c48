package global.pryzma.ledger.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import global.pryzma.ledger.problem.ProblemException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A body that is mostly one long list of objects. The list is read object by object, so that no
 * tree of the whole is in memory. What is wrong with an object is collected as {@link JsonBody}
 * does it, up to a number at which there is no point in going on.
 */
public final class LongBody<T> {
    private final String list;
    private final int most;
    private final Function<JsonBody, T> item;
    private final FieldErrors errors = new FieldErrors();
    private final Map<String, JsonTree> others = new LinkedHashMap<>();
    private final List<T> items = new ArrayList<>();

    /** Those of the items: what is no object has a place in the list, too, and is no item. */
    private final List<Place> places = new ArrayList<>();

    private int index;

    private LongBody(String list, int most, Function<JsonBody, T> item) {
        this.list = list;
        this.most = most;
        this.item = item;
    }

    /**
     * Reads a JSON object.
     *
     * @param list the name of the list, which has at least one object
     * @param most how many it has at most
     * @param item reads the fields of one; whatever else it has is refused
     * @param plainItem the same of the fields that nearly all have, if they are as they must be
     */
    public static <T> LongBody<T> parse(
            byte[] body,
            String list,
            int most,
            Function<JsonBody, T> item,
            Function<PlainFields, T> plainItem) {
        LongBody<T> plain = new LongBody<>(list, most, item);
        if (new PlainText(body).readObject(list, most, plainItem, plain.items, plain.others)) {
            plain.items.forEach(_ -> plain.places.add(plain.next()));
            return plain;
        }
        LongBody<T> read = new LongBody<>(list, most, item);
        try {
            JsonTree.Reader.readLong(
                    body,
                    parser -> {
                        read.object(parser);
                        return read;
                    });
        } catch (JsonTree.Refused refused) {
            throw FieldErrors.invalidBody(refused.pointer(), String.valueOf(refused.getMessage()));
        }
        return read;
    }

    /** The same for a body that has nothing but the list, an object on each line. */
    public static <T> LongBody<T> parseLines(
            byte[] body, String list, int most, Function<JsonBody, T> item) {
        LongBody<T> read = new LongBody<>(list, most, item);
        int from = 0;
        while (from < body.length) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            read.line(Arrays.copyOfRange(body, from, to));
            from = to + 1;
        }
        read.requireItems();
        return read;
    }

    /** The body without the list; its {@link JsonBody#done} ends the reading. */
    public JsonBody fields() {
        return new JsonBody(others, Place.ROOT, errors);
    }

    public List<T> items() {
        return items;
    }

    /** A JSON pointer to one of the items. */
    public String pointer(int item) {
        return places.get(item).pointer();
    }

    /** Refuses a field of one of the items, by a rule of the feature's own. */
    public void refuse(int item, String field, String detail) {
        error(places.get(item).below(field), detail);
    }

    private void object(JsonParser parser) throws IOException, JsonTree.Refused {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new JsonTree.Refused(
                    first == null
                            ? "the body is empty; it must be a JSON object"
                            : "the body must be a JSON object",
                    Place.ROOT);
        }
        boolean found = false;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Place place = Place.ROOT.below(name);
            boolean twice;
            if (name.equals(list)) {
                twice = found;
                found = true;
                if (!twice) {
                    array(parser);
                }
            } else {
                twice =
                        others.put(name, JsonTree.Reader.value(parser, parser.nextToken(), place))
                                != null;
            }
            if (twice) {
                throw new JsonTree.Refused("the field stands twice", place);
            }
        }
        if (found) {
            requireItems();
        } else {
            error(Place.ROOT.below(list), "is required");
        }
    }

    private void array(JsonParser parser) throws IOException, JsonTree.Refused {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw ofItsForm();
        }
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            Place place = next();
            if (token == JsonToken.START_OBJECT) {
                read(JsonTree.Reader.fields(parser, place), place);
            } else {
                parser.skipChildren();
                error(place, "must be an object");
            }
        }
    }

    private void line(byte[] line) {
        if (isBlank(line)) {
            return;
        }
        Place place = next();
        try {
            if (JsonTree.parse(line) instanceof JsonTree.Fields fields) {
                read(fields, place);
            } else {
                error(place, "must be an object");
            }
        } catch (JsonTree.Refused refused) {
            throw FieldErrors.invalidBody(
                    place.pointer() + refused.pointer(), String.valueOf(refused.getMessage()));
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte one : line) {
            if (one != ' ' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }

    private void read(JsonTree.Fields fields, Place place) {
        JsonBody body = new JsonBody(fields.fields(), place, errors);
        items.add(item.apply(body));
        places.add(place);
        body.refuseUnknown();
        stopIfEnough();
    }

    private Place next() {
        if (index == most) {
            throw ofItsForm();
        }
        return Place.ROOT.below(list).below(index++);
    }

    private void requireItems() {
        if (index == 0) {
            throw ofItsForm();
        }
    }

    private ProblemException ofItsForm() {
        return FieldErrors.invalidBody(
                Place.ROOT.below(list).pointer(), "must be a list of 1 to " + most + " objects");
    }

    private void error(Place place, String detail) {
        errors.add(place, detail);
        stopIfEnough();
    }

    private void stopIfEnough() {
        if (errors.isFull()) {
            throw errors.invalidBody();
        }
    }
}
