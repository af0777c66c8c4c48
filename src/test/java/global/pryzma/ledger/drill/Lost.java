package global.pryzma.ledger.drill;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;

import java.net.http.HttpResponse;
import java.util.UUID;

/**
 * A request of the lost time, and what was answered then.
 *
 * @param method {@code POST}, {@code PATCH} or {@code DELETE}
 */
record Lost(
        Kind kind, String method, String path, UUID key, String json, HttpResponse<String> answer) {
    /** What the lost time had. */
    enum Kind {
        TRANSFER,
        TRANSFER_WITH_WORDS,
        ACCOUNT,
        NAME,
        FREEZE,
        PROGRAM,
        CANCELLED
    }

    static Lost sent(Books books, Kind kind, String method, String path, UUID key, String json) {
        return new Lost(kind, method, path, key, json, send(books, method, path, key, json));
    }

    /** The definite response to the same request with the same key. */
    HttpResponse<String> repeat(Books books) {
        return send(books, method, path, key, json);
    }

    private static HttpResponse<String> send(
            Books books, String method, String path, UUID key, String json) {
        return books.definite(
                key,
                service ->
                        switch (method) {
                            case "POST" -> service.post(path, books.token(), key, json);
                            case "PATCH" -> service.patch(path, books.token(), key, json);
                            case "DELETE" -> service.delete(path, books.token(), key);
                            default -> throw new IllegalArgumentException(method);
                        });
    }

    /** The path of what it has made or changed. */
    String resource() {
        return method.equals("POST") ? path + "/" + body().path("id").asText() : path;
    }

    JsonNode body() {
        return Books.json(answer.body());
    }
}
