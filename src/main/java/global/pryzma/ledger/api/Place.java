package global.pryzma.ledger.api;

import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON text. Its pointer (RFC 6901) is only put together when somebody asks for it,
 * which nobody does as long as nothing is wrong there.
 *
 * @param parent null of the whole
 * @param step from the parent: a name, or a number
 */
record Place(@Nullable Place parent, Object step) {
    /** The whole text. */
    static final Place ROOT = new Place(null, "");

    Place below(String name) {
        return new Place(this, name);
    }

    Place below(int index) {
        return new Place(this, index);
    }

    String pointer() {
        return parent == null
                ? ""
                : parent.pointer() + "/" + step.toString().replace("~", "~0").replace("/", "~1");
    }
}
