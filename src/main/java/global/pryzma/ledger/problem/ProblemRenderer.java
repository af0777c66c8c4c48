package global.pryzma.ledger.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The writer of errors: nothing else in the service builds an error body. */
public final class ProblemRenderer {
    /** The form of every error, unless the caller prefers {@link #PROBLEM_JSON}. */
    public static final String JSON = "application/json";

    /** The form with details, of RFC 9457. */
    public static final String PROBLEM_JSON = "application/problem+json";

    private static final JsonFactory FACTORY = new JsonFactory();

    private ProblemRenderer() {}

    /** Exactly {@code {"error":"<code>"}}, for {@link #JSON}. */
    public static byte[] plain(String code) {
        return ("{\"error\":\"" + code + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The members of RFC 9457 and ours, for {@link #PROBLEM_JSON}.
     *
     * @param requestId a UUID
     */
    public static byte[] detailed(Problem problem, String requestId) {
        ProblemCode code = problem.code();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", ProblemPages.PATH + "/" + code.code());
            json.writeStringField("title", code.title());
            json.writeNumberField("status", code.status());
            if (problem.detail() != null) {
                json.writeStringField("detail", problem.detail());
            }
            json.writeStringField("instance", "urn:uuid:" + requestId);
            json.writeStringField("error", code.code());
            json.writeNumberField("error_id", code.errorId());
            json.writeStringField("request_id", requestId);
            json.writeBooleanField("retryable", code.retryable());
            if (!problem.errors().isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (Problem.FieldError error : problem.errors()) {
                    json.writeStartObject();
                    json.writeStringField("detail", error.detail());
                    json.writeStringField("pointer", error.pointer());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
