package global.pryzma.ledger.infra;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An expression of Prometheus, as far as the names of metrics in it go. */
final class PromQl {
    private static final Pattern STRINGS = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTORS = Pattern.compile("\\{[^}]*}");
    private static final Pattern RANGES = Pattern.compile("\\[[^]]*]");
    private static final Pattern LABELS =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    /** A name that no parenthesis follows: with one it is a function's. */
    private static final Pattern NAMES =
            Pattern.compile("(?<![\\w:$.])([a-zA-Z_:][\\w:]*)\\b(?!\\s*\\()");

    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    private PromQl() {}

    static Set<String> metrics(String expression) {
        String bare = expression;
        for (Pattern noise : new Pattern[] {STRINGS, SELECTORS, RANGES, LABELS}) {
            bare = noise.matcher(bare).replaceAll(" ");
        }
        // "sum by (lane) (x)" has become "sum (x)" by now.
        Set<String> names = new TreeSet<>();
        Matcher name = NAMES.matcher(bare);
        while (name.find()) {
            if (!WORDS.contains(name.group(1).toLowerCase(Locale.ROOT))) {
                names.add(name.group(1));
            }
        }
        return names;
    }
}
