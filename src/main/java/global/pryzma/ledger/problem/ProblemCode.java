package global.pryzma.ledger.problem;

import java.util.Locale;

/**
 * The error catalogue. A code, once published, keeps its name, its status and its error id for
 * ever; {@code openapi.yaml} lists the same codes.
 */
public enum ProblemCode {
    MISSING_BEARER_TOKEN(401, 1001, KeyUse.FREE, "No bearer token"),
    INVALID_TOKEN(401, 1002, KeyUse.FREE, "The bearer token is not valid"),
    INSUFFICIENT_SCOPE(403, 1003, KeyUse.FREE, "The token lacks the scope of this operation"),
    ORGANISATION_SUSPENDED(403, 1004, KeyUse.FREE, "The organisation may not act at present"),
    INVALID_BODY(400, 2001, KeyUse.EITHER, "The body is not what this operation takes"),
    INVALID_ORG_ID(400, 2002, KeyUse.FREE, "The organisation id is not a UUID"),
    INVALID_PARAMETER(400, 2003, KeyUse.FREE, "A path or query parameter is not valid"),
    MISSING_IDEMPOTENCY_KEY(400, 2004, KeyUse.FREE, "The Pryzma-Idempotency-Key header is missing"),
    INVALID_IDEMPOTENCY_KEY(
            400, 2005, KeyUse.FREE, "The Pryzma-Idempotency-Key header is not one UUID"),
    MALFORMED_REQUEST(400, 2006, KeyUse.FREE, "This is no well-formed HTTP request"),
    NOT_FOUND(404, 3001, KeyUse.EITHER, "No such resource"),
    ROUTE_NOT_FOUND(404, 3002, KeyUse.FREE, "No such path"),
    METHOD_NOT_ALLOWED(405, 3003, KeyUse.FREE, "This path does not take this method"),
    NOT_ACCEPTABLE(406, 3004, KeyUse.FREE, "None of the accepted media types can be produced"),
    BODY_TOO_LARGE(413, 3005, KeyUse.FREE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, 3006, KeyUse.FREE, "The body's media type is not supported"),
    URI_TOO_LONG(414, 3007, KeyUse.FREE, "The request's URI is too long"),
    HEADERS_TOO_LARGE(431, 3008, KeyUse.FREE, "The request's header fields are too large"),
    HTTP_VERSION_NOT_SUPPORTED(505, 3009, KeyUse.FREE, "This version of HTTP is not supported"),
    CONFLICT(409, 4001, KeyUse.USED, "The state of a resource forbids this"),
    IDEMPOTENCY_KEY_REUSED(422, 4002, KeyUse.USED, "The key was used for another request"),
    INSUFFICIENT_FUNDS(422, 4003, KeyUse.USED, "The debited account has too little available"),
    TRANSFER_REJECTED(422, 4004, KeyUse.EITHER, "A rule of the ledger forbids this transfer"),
    REQUEST_CANCELLED(409, 4005, KeyUse.USED, "The request was cancelled before it was executed"),
    LAST_OPERATOR(409, 4006, KeyUse.USED, "The last operator's credential would go"),
    LIMIT_EXCEEDED(409, 4007, KeyUse.USED, "A limit of the organisation is reached"),
    REFERENCE_IN_USE(409, 4008, KeyUse.USED, "The reference belongs to another transfer"),
    BATCH_REJECTED(422, 4010, KeyUse.USED, "A rule of the ledger forbids part of this"),
    INTERNAL_ERROR(500, 5001, KeyUse.OPEN, "A fault in the service"),
    LEDGER_UNAVAILABLE(502, 5002, KeyUse.OPEN, "The ledger did not answer in time"),
    SERVICE_UNAVAILABLE(503, 5003, KeyUse.OPEN, "The service can not answer at the moment"),
    RATE_LIMITED(429, 5004, KeyUse.OPEN, "Too many requests");

    private final int status;
    private final int errorId;
    private final KeyUse keyUse;
    private final String title;

    ProblemCode(int status, int errorId, KeyUse keyUse, String title) {
        this.status = status;
        this.errorId = errorId;
        this.keyUse = keyUse;
        this.title = title;
    }

    /** The value of {@code error} in every error body. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A stable number, one for each code, for people who search logs and documentation. */
    public int errorId() {
        return errorId;
    }

    /** Whether the same request with the same key may succeed later. */
    public boolean retryable() {
        return keyUse == KeyUse.OPEN;
    }

    /** What becomes of the idempotency key of a request that is answered so. */
    public KeyUse keyUse() {
        return keyUse;
    }

    /** One sentence, the same for every occurrence (RFC 9457: title). */
    public String title() {
        return title;
    }
}
