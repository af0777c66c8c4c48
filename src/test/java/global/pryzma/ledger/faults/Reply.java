package global.pryzma.ledger.faults;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;

import java.net.http.HttpResponse;
import java.util.Set;

/** A definite answer, as far as a repetition has to be the same. */
record Reply(int status, String contentType, String body) {
    static final String REUSED = "idempotency_key_reused";
    private static final String CANCELLED = "request_cancelled";

    /** What the ledger's rules, or a cancel, may say of a request that is well-formed. */
    private static final Set<String> REFUSALS =
            Set.of(
                    REUSED,
                    "insufficient_funds",
                    "transfer_rejected",
                    "batch_rejected",
                    "conflict",
                    "reference_in_use",
                    CANCELLED);

    static Reply of(HttpResponse<String> response) {
        return new Reply(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    }

    boolean isSuccess() {
        return status < 300;
    }

    /** Whether it may be said of what is well-formed. */
    static boolean isRefusal(String error) {
        return REFUSALS.contains(error);
    }

    boolean isReused() {
        return error().equals(REUSED);
    }

    /** Whether it can be an answer to this command. */
    boolean isExpectedOf(Command command) {
        return isSuccess()
                ? status == 200 || status == 201
                : (status == 409 || status == 422) && isRefusal(error())
                        || status == 404 && command.early();
    }

    boolean isCancelled() {
        return error().equals(CANCELLED);
    }

    JsonNode json() {
        return Books.json(body);
    }

    /** The code of an error, else nothing. */
    String error() {
        return isSuccess() ? "" : json().path("error").asText();
    }

    /** For a count of answers. */
    String kind() {
        return isSuccess() ? Integer.toString(status) : status + " " + error();
    }
}
