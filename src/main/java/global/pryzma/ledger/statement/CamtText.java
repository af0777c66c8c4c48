package global.pryzma.ledger.statement;

/** The texts of {@code camt.053}, which have limits of their own, counted in characters. */
final class CamtText {
    /** Of a name. */
    static final int NAME_MAX = 70;

    /** Of what is said in free words. */
    static final int TEXT_MAX = 500;

    private static final int REFERENCE_MAX = 35;

    private CamtText() {}

    /** Whether it fits where references stand; they are not cut, for then they would be others. */
    static boolean isReference(String text) {
        return text.codePointCount(0, text.length()) <= REFERENCE_MAX;
    }

    /** The beginning of a text, or all of it. */
    static String upTo(int limit, String text) {
        return text.codePointCount(0, text.length()) <= limit
                ? text
                : text.substring(0, text.offsetByCodePoints(0, limit - 1)) + "…";
    }
}
