package global.pryzma.ledger.workload;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;

import java.time.Instant;

/**
 * A request that was sent, and its answer.
 *
 * @param invoked a count at the moment before it was sent; answered one when its answer was there
 */
record Sent(
        Step step,
        String request,
        long invoked,
        long answered,
        Instant answeredAt,
        int status,
        String contentType,
        boolean replayed,
        String body) {
    JsonNode json() {
        return Books.json(body);
    }

    /** The same with the answer to one item of the batch that was asked for. */
    Sent ofItem(int i) {
        JsonNode result = json().path("results").path(i);
        return new Sent(
                step,
                request,
                invoked,
                answered,
                answeredAt,
                result.path("status").asInt(),
                "application/problem+json", // it says as much
                replayed,
                (result.has("transfer") ? result.path("transfer") : result).toString());
    }

    boolean isSuccess() {
        return status < 300;
    }

    boolean isProblem() {
        return contentType.startsWith("application/problem+json");
    }

    String error() {
        return isSuccess() ? "" : json().path("error").asText();
    }

    boolean isCancelled() {
        return error().equals("request_cancelled");
    }

    /** Whether it was all over before the other began. */
    boolean isBefore(Sent other) {
        return answered < other.invoked;
    }

    /** Whether the answer is the same, byte for byte. */
    boolean isSameAs(Sent other) {
        return status == other.status
                && contentType.equals(other.contentType)
                && body.equals(other.body);
    }

    @Override
    public String toString() {
        return "%s%n    [%d-%d] %s%n    -> %d%s %s"
                .formatted(
                        step,
                        invoked,
                        answered,
                        request,
                        status,
                        replayed ? " (replayed)" : "",
                        body);
    }
}
