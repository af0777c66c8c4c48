package global.pryzma.ledger.http;

import global.pryzma.ledger.http.connection.AnswerWatch;
import global.pryzma.ledger.http.connection.Turns;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.operations.ShuttingDown;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.filter.FilterContinuation;
import io.micronaut.http.server.netty.NettyHttpRequest;

import org.reactivestreams.Publisher;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The last filter before the controller: lets a request be worked on if there is a place for it,
 * and answers it at its deadline even if the work still goes on. Nothing is lost by that: what the
 * work does for an idempotency key it does to its end, and a retry with the key finds it.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class WorkFilter implements PipelineFilter, ConditionalFilter {
    /** The part of the deadline that is kept for writing the response. */
    private static final Duration RESERVE = Duration.ofMillis(50);

    private final Admission admission;
    private final Deadlines deadlines;
    private final ShuttingDown shuttingDown;
    private final Ledger ledger;
    private final long limitNanos;

    WorkFilter(
            Admission admission,
            Deadlines deadlines,
            ShuttingDown shuttingDown,
            Ledger ledger,
            @Value("${pryzma.deadline:3s}") Duration deadline) {
        this.admission = admission;
        this.deadlines = deadlines;
        this.shuttingDown = shuttingDown;
        this.ledger = ledger;
        this.limitNanos = deadline.minus(RESERVE).toNanos();
    }

    @Override
    public PipelineStage stage() {
        return PipelineStage.WORK;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return ApiRoutes.isBounded(request);
    }

    @RequestFilter
    CompletableFuture<MutableHttpResponse<?>> bound(
            HttpRequest<?> request, FilterContinuation<Publisher<MutableHttpResponse<?>>> work) {
        if (shuttingDown.hasBegun()) {
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE, "The service is shutting down");
        }
        CompletableFuture<MutableHttpResponse<?>> answer = new CompletableFuture<>();
        BoundedWork bounded =
                new BoundedWork(
                        System.nanoTime() + leftNanos(request),
                        admission.admit(request, ApiRoutes.workBytes(request)),
                        answer,
                        () -> ProblemResponses.of(request, late(request)));
        watchAnswer(request, bounded);
        deadlines.add(bounded);
        try {
            work.proceed().subscribe(bounded);
        } catch (RuntimeException | Error fault) {
            bounded.onError(fault);
        }
        return answer;
    }

    /** What it has waited for before, as for the key of its token, is part of its time. */
    private long leftNanos(HttpRequest<?> request) {
        long spent = Passage.of(request).map(Passage::nanos).orElse(0L);
        return Math.max(0, limitNanos - spent);
    }

    private static void watchAnswer(HttpRequest<?> request, AnswerWatch watch) {
        if (!(request instanceof NettyHttpRequest<?> netty)) {
            throw new IllegalStateException("a request comes over a connection");
        }
        Turns.watch(netty.getChannelHandlerContext(), watch);
    }

    /**
     * The answer to a request that is late. What the work waits for is not known here; an outage of
     * the ledger is the likely reason.
     */
    private Problem late(HttpRequest<?> request) {
        boolean outage = ledger.status().state().isSilent() && ApiRoutes.mayWaitForLedger(request);
        return Problem.of(
                outage ? ProblemCode.LEDGER_UNAVAILABLE : ProblemCode.SERVICE_UNAVAILABLE,
                "The request was not finished in time; it may still be carried out");
    }
}
