package global.pryzma.ledger.http;

import global.pryzma.ledger.operations.ShuttingDown;

import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * The first filter: gives the request its id, for the log and for the response. As the last one
 * that sees the response it counts it, and ends the connection, once the service shuts down: a
 * client that has its answer connects elsewhere for the next request.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestIdFilter implements PipelineFilter {
    private final ShuttingDown shuttingDown;
    private final RequestMeters meters;

    RequestIdFilter(ShuttingDown shuttingDown, RequestMeters meters) {
        this.shuttingDown = shuttingDown;
        this.meters = meters;
    }

    @Override
    public PipelineStage stage() {
        return PipelineStage.REQUEST_ID;
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext context) {
        context.add(Passage.begin(request));
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.getHeaders().set(RequestId.HEADER, RequestId.of(request));
        if (shuttingDown.hasBegun()) {
            response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
        Passage passage = Passage.of(request).orElseGet(() -> Passage.begin(request));
        meters.answered(passage.route(), response.code(), ErrorCode.of(response), passage.nanos());
    }
}
