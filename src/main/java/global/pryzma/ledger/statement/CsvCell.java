package global.pryzma.ledger.statement;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * A text in a cell of a file that spreadsheets open. They take a text for a formula that begins
 * with one of a few characters; an apostrophe before it, which they don't show, makes it a text
 * again. Where a spreadsheet separates cells by semicolons or tabs it finds others in the middle of
 * ours, and new rows, and so the beginnings of those are made harmless, too.
 */
final class CsvCell {
    /** The wide forms are taken for the others by spreadsheets in East Asia. */
    private static final String BEGINS_FORMULA = "[=+\\-@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20]";

    private static final Pattern FORMULA =
            Pattern.compile(
                    "(^|[;\\t\\r\\n])([\\s\"\\p{Cntrl}&&[^\\r\\n]]*)(?=" + BEGINS_FORMULA + ")");

    private static final Pattern TO_BE_QUOTED = Pattern.compile("[\",\\r\\n]");

    private CsvCell() {}

    /** Nothing for none. */
    static void text(@Nullable String text, StringBuilder out) {
        if (text == null) {
            return;
        }
        String harmless = FORMULA.matcher(text).replaceAll("$1'$2");
        if (TO_BE_QUOTED.matcher(harmless).find()) {
            out.append('"').append(harmless.replace("\"", "\"\"")).append('"');
        } else {
            out.append(harmless);
        }
    }
}
