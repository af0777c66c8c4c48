package global.pryzma.ledger.testing;

/** The requests that make holds and end them. */
public final class Holds {
    private Holds() {}

    /** A hold that never expires. */
    public static String json(String debit, String credit, String amount) {
        return json(debit, credit, amount, "");
    }

    /** A hold with a timeout. */
    public static String json(String debit, String credit, String amount, long timeoutSeconds) {
        return json(debit, credit, amount, ",\"timeout_seconds\":" + timeoutSeconds);
    }

    private static String json(String debit, String credit, String amount, String more) {
        return Tenant.transferJson(debit, credit, amount)
                .replace("}", ",\"pending\":true%s}")
                .formatted(more);
    }

    /** Where a hold is posted. */
    public static String postPath(String hold) {
        return "/v1/transfers/" + hold + "/post";
    }

    /** Where a hold is voided. */
    public static String voidPath(String hold) {
        return "/v1/transfers/" + hold + "/void";
    }

    /** What is to be posted of a hold. */
    public static String part(String amount) {
        return "{\"amount\":\"" + amount + "\"}";
    }
}
