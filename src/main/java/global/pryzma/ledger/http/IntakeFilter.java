package global.pryzma.ledger.http;

import global.pryzma.ledger.api.ChosenForm;
import global.pryzma.ledger.api.KnownQuery;
import global.pryzma.ledger.api.LargeBody;
import global.pryzma.ledger.http.wire.Acceptable;
import global.pryzma.ledger.http.wire.WholeRequest;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.problem.ProblemRenderer;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.netty.handler.codec.http.HttpVersion;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The last filter that judges a request before it is worked on: the body's size and media types,
 * then the idempotency key and the query's names, and starts the clock. Authentication has been
 * judged before, the path's ids and the body's content come after.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class IntakeFilter implements PipelineFilter, ConditionalFilter {
    /** The part of the deadline that is kept for the answer itself, once waiting is over. */
    private static final Duration RESERVE = Duration.ofMillis(100);

    private final HttpSettings settings;
    private final Duration deadline;

    IntakeFilter(HttpSettings settings, @Value("${pryzma.deadline:3s}") Duration deadline) {
        this.settings = settings;
        this.deadline = deadline;
    }

    @Override
    public PipelineStage stage() {
        return PipelineStage.INTAKE;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return ApiRoutes.isWork(request);
    }

    @RequestFilter
    void take(HttpRequest<?> request) {
        boolean large = ApiRoutes.takesLargeBody(request);
        WholeRequest.behind(request).ifPresent(whole -> judgeBody(whole, large));
        if (ApiRoutes.isApi(request)) {
            boolean mutates = ApiRoutes.mutates(request.getMethodName());
            if (mutates) {
                WholeRequest.behind(request).ifPresent(whole -> requireJson(whole, large));
            }
            chooseForm(request);
            if (ApiRoutes.isStreamed(request)) {
                WholeRequest.behind(request).ifPresent(IntakeFilter::requireChunks);
            }
            if (mutates) {
                IdempotencyKey key = key(request);
                RequestAttributes.put(request, key);
                Passage.of(request).ifPresent(passage -> passage.has(key.value()));
            }
            KnownQuery.require(request);
        }
        long spent = Passage.of(request).map(Passage::nanos).orElse(0L);
        RequestAttributes.put(request, Deadline.after(deadline.minus(RESERVE).minusNanos(spent)));
    }

    private static void chooseForm(HttpRequest<?> request) {
        List<String> offered = ApiRoutes.offers(request);
        String chosen =
                Acceptable.of(request)
                        .best(offered)
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemCode.NOT_ACCEPTABLE,
                                        "Responses are " + String.join(", ", offered)));
        RequestAttributes.put(request, new ChosenForm(chosen));
    }

    /** HTTP/1.0 has no chunks, and so no way to tell the half of an answer from the whole. */
    private static void requireChunks(WholeRequest request) {
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            throw ProblemException.of(
                    ProblemCode.HTTP_VERSION_NOT_SUPPORTED,
                    "This answer is sent in chunks, as HTTP/1.1 has them");
        }
    }

    private void judgeBody(WholeRequest request, boolean large) {
        int limit = large ? settings.maxLargeBodyBytes() : settings.maxBodyBytes();
        if (request.isOversized() || request.bodyBytes() > limit) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.BODY_TOO_LARGE, "A body has at most " + limit + " bytes"));
        }
        if (request.isCrowdedOut()) {
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE, "Too many large bodies are being read");
        }
        if (request.isEncoded()) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "A body has no Content-Encoding");
        }
    }

    /**
     * Refuses a body of another media type; one without any counts as JSON (RFC 9110, section 8.3
     * leaves it to us).
     */
    private static void requireJson(WholeRequest request, boolean large) {
        boolean json =
                switch (request.bodyType()) {
                    case JSON, UNSAID -> true;
                    case LINES -> large || !request.hasBody();
                    case FORM, OTHER -> !request.hasBody();
                };
        if (!json) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be "
                            + ProblemRenderer.JSON
                            + (large ? " or " + LargeBody.LINES : ""));
        }
    }

    private static IdempotencyKey key(HttpRequest<?> request) {
        List<String> values = request.getHeaders().getAll(IdempotencyKey.HEADER);
        if (values.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_IDEMPOTENCY_KEY,
                    "Send " + IdempotencyKey.HEADER + " with a new UUID for each operation");
        }
        Optional<IdempotencyKey> key =
                values.size() == 1 ? IdempotencyKey.parse(values.getFirst()) : Optional.empty();
        return key.orElseThrow(() ->
                ProblemException.of(
                        ProblemCode.INVALID_IDEMPOTENCY_KEY,
                        IdempotencyKey.HEADER + " must be one UUID"));
    }
}
