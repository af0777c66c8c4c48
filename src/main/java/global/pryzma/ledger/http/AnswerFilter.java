package global.pryzma.ledger.http;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.http.wire.WholeRequest;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.problem.ProblemRenderer;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.json.JsonMapper;
import io.netty.buffer.Unpooled;

import java.io.IOException;
import java.io.InputStream;

/**
 * The filter that writes the engine's answer into the response, and pages: both as bytes on the
 * heap, where large ones belong. What is made while it is taken stays as it is.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AnswerFilter implements PipelineFilter {
    /**
     * The header that is there, and {@code true}, when the response was first given to an earlier
     * request.
     */
    static final String REPLAYED = "Pryzma-Idempotency-Replayed";

    private final JsonMapper json;

    AnswerFilter(JsonMapper json) {
        this.json = json;
    }

    @Override
    public PipelineStage stage() {
        return PipelineStage.ANSWER;
    }

    private static boolean isHead(HttpRequest<?> request) {
        return WholeRequest.behind(request).filter(WholeRequest::isHead).isPresent();
    }

    @ResponseFilter
    void write(HttpRequest<?> request, MutableHttpResponse<?> response) throws IOException {
        if (response.body() instanceof Page<?> page) {
            response.contentType(ProblemRenderer.JSON);
            response.body(json.writeValueAsBytes(page));
        } else if (response.body() instanceof InputStream stream && isHead(request)) {
            stream.close(); // the encoder would leave it out, once all of it had been made
            response.body(InputStream.nullInputStream());
        } else if (response.body() instanceof Answer answer) {
            switch (answer) {
                case Answer.Recorded(RecordedResponse recorded, boolean replayed) -> {
                    fill(recorded, response);
                    if (replayed) {
                        response.getHeaders().set(REPLAYED, "true");
                    }
                }
                case Answer.Foreseen(RecordedResponse foreseen) -> fill(foreseen, response);
                case Answer.Refused(var problem) ->
                        ProblemResponses.fill(request, problem, response);
            }
        }
    }

    private static void fill(RecordedResponse from, MutableHttpResponse<?> response) {
        response.status(HttpStatus.valueOf(from.status()));
        response.contentType(from.contentType());
        response.body(
                from.pieces().size() == 1
                        ? from.body()
                        : Unpooled.wrappedBuffer(from.pieces().toArray(byte[][]::new)));
    }
}
