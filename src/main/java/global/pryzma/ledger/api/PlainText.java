package global.pryzma.ledger.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The bytes of a long body in the form in which nearly all of them come: a list of {@linkplain
 * PlainFields objects of texts} without escapes, and beside it nothing but {@code true} and {@code
 * false}. It is read in place, in a fraction of the time that a grammar for all of JSON takes.
 *
 * <p>Of what it does not know, and of all that is wrong, it says nothing but that it is not plain:
 * then {@link JsonTree} reads the whole anew, and tells what is wrong. So whatever is taken here is
 * taken there, and means the same.
 */
final class PlainText {
    private final byte[] body;
    private final PlainFields fields;
    private int at;

    PlainText(byte[] body) {
        this.body = body;
        this.fields = new PlainFields(body);
    }

    /**
     * Reads an object with a list.
     *
     * @param items receives the objects
     * @param others receives the fields beside the list
     * @return whether all of it is plain, and the list has 1 to {@code most} objects
     */
    <T> boolean readObject(
            String list,
            int most,
            Function<PlainFields, T> item,
            List<T> items,
            Map<String, JsonTree> others) {
        if (!next('{')) {
            return false;
        }
        do {
            skipSpace();
            int end = fields.endOfText(at);
            if (end < 0) {
                return false;
            }
            String name = fields.ascii(at + 1, end - 1);
            at = end;
            if (name == null || !next(':')) {
                return false;
            }
            if (name.equals(list) ? !readList(most, item, items) : !readTruth(name, others)) {
                return false;
            }
        } while (next(','));
        if (!next('}') || items.isEmpty()) {
            return false;
        }
        skipSpace();
        return at == body.length;
    }

    private <T> boolean readList(int most, Function<PlainFields, T> item, List<T> items) {
        if (!items.isEmpty() || !next('[')) {
            return false;
        }
        do {
            skipSpace();
            if (items.size() == most || !readItem(item, items)) {
                return false;
            }
        } while (next(','));
        return next(']');
    }

    private <T> boolean readItem(Function<PlainFields, T> item, List<T> items) {
        at = fields.read(at);
        if (at < 0) {
            return false;
        }
        T read = item.apply(fields);
        if (!fields.wereAllAskedFor()) {
            return false;
        }
        items.add(read);
        return true;
    }

    private boolean readTruth(String name, Map<String, JsonTree> others) {
        skipSpace();
        boolean truth = fields.isAt(at, "true");
        if (!truth && !fields.isAt(at, "false")) {
            return false;
        }
        at += truth ? "true".length() : "false".length();
        return others.put(name, new JsonTree.Truth(truth)) == null;
    }

    /** Goes past white space and this character, if it comes next. */
    private boolean next(char wanted) {
        skipSpace();
        if (fields.isAt(at, wanted)) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        at = fields.endOfSpace(at);
    }
}
