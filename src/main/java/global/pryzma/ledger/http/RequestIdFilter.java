package global.pryzma.ledger.http;

import global.pryzma.ledger.logging.AccessLog;
import global.pryzma.ledger.operations.ShuttingDown;
import global.pryzma.ledger.tracing.Traces;

import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

import org.jspecify.annotations.Nullable;

/**
 * The first filter: gives the request its id, for the log and for the response. As the last one
 * that sees the response it tells of it, and ends the connection, once the service shuts down: a
 * client that has its answer connects elsewhere for the next request.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestIdFilter implements PipelineFilter {
    private final ShuttingDown shuttingDown;
    private final RequestMeters meters;
    private final Traces traces;
    private final @Nullable AccessLog log;

    RequestIdFilter(
            ShuttingDown shuttingDown,
            RequestMeters meters,
            Traces traces,
            @Nullable AccessLog log) {
        this.shuttingDown = shuttingDown;
        this.meters = meters;
        this.traces = traces;
        this.log = log;
    }

    @Override
    public PipelineStage stage() {
        return PipelineStage.REQUEST_ID;
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext context) {
        context.add(Passage.begin(request, traces));
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.getHeaders().set(RequestId.HEADER, RequestId.of(request));
        if (shuttingDown.hasBegun()) {
            response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
        Passage passage = Passage.of(request).orElseGet(() -> Passage.begin(request, traces));
        long nanos = passage.nanos();
        String error = ErrorCode.of(response);
        meters.answered(passage.route(), response.code(), error, nanos);
        passage.answered(response.code(), error);
        if (log != null) {
            log.answered(passage.line(response.code(), error, nanos));
        }
    }
}
