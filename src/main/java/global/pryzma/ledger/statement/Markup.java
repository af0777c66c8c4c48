package global.pryzma.ledger.statement;

/** XML and HTML being written: whatever text is given, it stays a text. */
final class Markup {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final char UNKNOWN = '\uFFFD';

    private final StringBuilder out;

    Markup(StringBuilder out) {
        this.out = out;
    }

    /** What is written here by hand, tags and all. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    /** An element with nothing but text. */
    Markup element(String name, String text) {
        out.append('<').append(name).append('>');
        return text(text).end(name);
    }

    Markup begin(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    Markup end(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    /**
     * A text, between tags or in an attribute. What no XML can say, such as most control
     * characters, is replaced.
     */
    Markup text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\t', '\n' -> out.append(c);
                case '\r' -> out.append("&#13;"); // else a reader would make another of it
                default -> out.append(isText(c) ? c : UNKNOWN);
            }
        }
        return this;
    }

    /** Surrogates stand in pairs: what came in otherwise was refused. */
    private static boolean isText(char c) {
        return c >= FIRST_PRINTABLE && c != '\uFFFE' && c != '\uFFFF';
    }
}
