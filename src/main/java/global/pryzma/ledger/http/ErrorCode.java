package global.pryzma.ledger.http;

import io.micronaut.http.HttpResponse;

import java.nio.charset.StandardCharsets;

/**
 * The error code of an answer, for whoever counts answers. It is read from the body, in which alone
 * an answer has it that was recorded long ago. The bodies are our own, so that the codes are few.
 */
final class ErrorCode {
    /** The code of an answer that is no error. */
    static final String NONE = "none";

    private static final String OTHER = "other";
    private static final String NAME = "\"error\":\"";
    private static final int FIRST_ERROR = 400;

    /** From this status on it was not the caller's fault. */
    static final int FIRST_OF_SERVER = 500;

    private ErrorCode() {}

    static String of(HttpResponse<?> response) {
        if (response.code() < FIRST_ERROR) {
            return NONE;
        }
        return switch (response.body()) {
            case byte[] body -> of(new String(body, StandardCharsets.UTF_8));
            case CharSequence body -> of(body.toString());
            case null, default -> OTHER;
        };
    }

    private static String of(String body) {
        int name = body.indexOf(NAME);
        int begin = name + NAME.length();
        int end = name < 0 ? -1 : body.indexOf('"', begin);
        return end < 0 ? OTHER : body.substring(begin, end);
    }
}
