package global.pryzma.ledger.workload;

import java.util.UUID;

/** Requests that are refused whatever there is, and use up no key. */
enum BadRequest {
    NO_JSON("POST", "/v1/transfers", "{\"amount\"", 400, "invalid_body"),
    NO_BODY("POST", "/v1/transfers", "", 400, "invalid_body"),
    NOTHING("POST", "/v1/transfers", "[%1$s%2$s]", 400, "invalid_body"),
    NO_AMOUNT("POST", "/v1/transfers", transfer("\"0\""), 400, "invalid_body"),
    A_NUMBER("POST", "/v1/transfers", transfer("7"), 400, "invalid_body"),
    LEADING_ZERO("POST", "/v1/transfers", transfer("\"07\""), 400, "invalid_body"),
    TOO_MUCH(
            "POST",
            "/v1/transfers",
            transfer("\"340282366920938463463374607431768211455\""),
            400,
            "invalid_body"),
    UNKNOWN_FIELD(
            "POST", "/v1/transfers", transfer("\"7\",\"colour\":\"red\""), 400, "invalid_body"),
    EMPTY_REFERENCE(
            "POST", "/v1/transfers", transfer("\"7\",\"reference\":\"\""), 400, "invalid_body"),
    TO_ITSELF(
            "POST",
            "/v1/transfers",
            transfer("\"7\"").replace("%2$s", "%1$s"),
            422,
            "transfer_rejected"),
    OF_ANOTHER_CURRENCY(
            "POST",
            "/v1/transfers",
            transfer("\"7\"").replace("%2$s", "%3$s"),
            422,
            "transfer_rejected"),
    NO_TIME(
            "POST",
            "/v1/transfers",
            transfer("\"7\",\"pending\":true,\"timeout_seconds\":0"),
            400,
            "invalid_body"),
    TIME_FOR_NOTHING(
            "POST", "/v1/transfers", transfer("\"7\",\"timeout_seconds\":9"), 400, "invalid_body"),
    POST_OF_NOTHING("POST", "/v1/transfers/%4$s/post", "{\"amount\":\"0\"}", 400, "invalid_body"),
    VOID_OF_A_PART("POST", "/v1/transfers/%4$s/void", "{\"amount\":\"1\"}", 400, "invalid_body"),
    REVERSAL_OF_NOTHING(
            "POST", "/v1/transfers/%4$s/reverse", "{\"amount\":\"0\"}", 400, "invalid_body"),
    UNBALANCED(
            "POST",
            "/v1/journal-entries",
            "{\"lines\":[" + line("%1$s", "debit", "7") + "," + line("%2$s", "credit", "6") + "]}",
            400,
            "invalid_body"),
    ONE_LINE(
            "POST",
            "/v1/journal-entries",
            "{\"lines\":[" + line("%1$s", "debit", "7") + "]}",
            400,
            "invalid_body"),
    NO_ITEMS(
            "POST",
            "/v1/transfers/batch",
            "{\"atomic\":true,\"transfers\":[]}",
            400,
            "invalid_body"),
    NOT_SAID_WHETHER_ATOMIC(
            "POST",
            "/v1/transfers/batch",
            "{\"transfers\":[" + transfer("\"7\"") + "]}",
            400,
            "invalid_body"),
    ONE_REFERENCE_TWICE(
            "POST",
            "/v1/transfers/batch",
            "{\"atomic\":false,\"transfers\":["
                    + transfer("\"7\",\"reference\":\"twice\"")
                    + ","
                    + transfer("\"7\",\"reference\":\"twice\"")
                    + "]}",
            400,
            "invalid_body"),
    NO_POST_WITHOUT_ID("POST", "/v1/transfers/1/post", "", 400, "invalid_parameter"),
    NO_UUID("DELETE", "/v1/accounts/1", "", 400, "invalid_parameter"),
    NO_STATUS("PATCH", "/v1/accounts/%1$s", "{\"status\":\"warm\"}", 400, "invalid_body"),
    CLOSED_BY_CHANGE("PATCH", "/v1/accounts/%1$s", "{\"status\":\"closed\"}", 400, "invalid_body"),
    NO_CHANGE("PATCH", "/v1/accounts/%1$s", "{}", 400, "invalid_body"),
    NO_TYPE(
            "POST",
            "/v1/accounts",
            "{\"type\":\"wallet\",\"currency\":\"USD_GT\",\"program_id\":\"%1$s\"}",
            400,
            "invalid_body"),
    NO_ROUTE("POST", "/v1/transfers/%1$s/undo", "", 404, "route_not_found"),
    NO_METHOD("DELETE", "/v1/transfers", "", 405, "method_not_allowed"),
    BAD_LIMIT("GET", "/v1/accounts/%1$s/transfers?limit=101", "", 400, "invalid_parameter"),
    BAD_CURSOR("GET", "/v1/accounts/%1$s/transfers?cursor=abc", "", 400, "invalid_parameter"),
    NO_TRANSFER("GET", "/v1/transfers/%1$s", "", 404, "not_found"),
    UNKNOWN_ACCOUNT("GET", "/v1/accounts/%4$s", "", 404, "not_found");

    private final String method;
    private final String path;
    private final String body;
    private final int status;
    private final String error;

    BadRequest(String method, String path, String body, int status, String error) {
        this.method = method;
        this.path = path;
        this.body = body;
        this.status = status;
        this.error = error;
    }

    private static String line(String account, String side, String amount) {
        return "{\"account_id\":\""
                + account
                + "\",\"side\":\""
                + side
                + "\",\"amount\":\""
                + amount
                + "\"}";
    }

    private static String transfer(String amount) {
        return "{\"debit_account_id\":\"%1$s\",\"credit_account_id\":\"%2$s\",\"amount\":"
                + amount
                + "}";
    }

    String method() {
        return method;
    }

    /** About accounts of the first, a second and another currency, and something unknown. */
    String path(UUID first, UUID second, UUID euro) {
        return path.formatted(first, second, euro, new UUID(1, 2));
    }

    String body(UUID first, UUID second, UUID euro) {
        return body.formatted(first, second, euro, new UUID(1, 2));
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }
}
