package global.pryzma.ledger.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Texts as YAML has them: bare where they can be, else between single quotes or as a block. */
final class YamlText {
    /** A sentence or a path that needs no quotes. */
    private static final Pattern BARE = Pattern.compile("(?!.*(: | #))[A-Za-z/].*[^\\s:]");

    private static final Pattern BARE_IN_FLOW = Pattern.compile("[^,\\[\\]{}\"']+");

    private YamlText() {}

    /** A field with a text of one or more lines, indented. */
    static List<String> field(String name, String text, int indent) {
        String margin = " ".repeat(indent);
        if (!text.contains("\n")) {
            return List.of(margin + name + ": " + inBlock(text));
        }
        List<String> yaml = new ArrayList<>();
        yaml.add(margin + name + ": |");
        text.lines().forEach(line -> yaml.add(line.isEmpty() ? "" : margin + "  " + line));
        return yaml;
    }

    /** A text of one line that has the rest of its line to itself. */
    static String inBlock(String text) {
        return BARE.matcher(text).matches() ? text : quoted(text);
    }

    /** A text of one line inside braces. */
    static String inFlow(String text) {
        return BARE_IN_FLOW.matcher(text).matches() ? inBlock(text) : quoted(text);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
