package global.pryzma.ledger.api;

/**
 * A query parameter whose name goes on with a key in brackets, such as {@code
 * metadata[channel]=app}.
 *
 * @param name before the brackets
 */
record MapParameter(String name) {
    private static final String OPENING = "[";
    private static final String CLOSING = "]";

    /** Whether a parameter with this whole name is one of it. */
    boolean has(String whole) {
        return whole.startsWith(name + OPENING) && whole.endsWith(CLOSING);
    }

    /** The key in such a name: what is between its first bracket and its last. */
    String key(String whole) {
        return whole.substring(name.length() + 1, whole.length() - 1);
    }

    @Override
    public String toString() {
        return name + "[…]";
    }
}
