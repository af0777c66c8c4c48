package global.pryzma.ledger.http;

import global.pryzma.ledger.logging.LogContext;
import global.pryzma.ledger.postgres.PostgresFaults;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/**
 * The answer to faults that nobody else understands: a database that does not answer is {@link
 * ProblemCode#SERVICE_UNAVAILABLE}, anything else is a bug of ours, logged with its stack trace.
 */
@Singleton
final class FaultHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(FaultHandler.class);

    @Override
    @SuppressWarnings("rawtypes") // the framework's interface has it so
    public HttpResponse<?> handle(HttpRequest request, Throwable fault) {
        return ProblemResponses.of((HttpRequest<?>) request, judge(request, fault));
    }

    private static Problem judge(HttpRequest<?> request, Throwable fault) {
        if (PostgresFaults.isTransient(fault)) {
            // One line: there are many of them when there are any.
            String what = PostgresFaults.describe(fault);
            LOG.atWarn()
                    .addKeyValue(LogContext.ERROR, ProblemCode.SERVICE_UNAVAILABLE.code())
                    .log("{} {}: {}: {}", name(request), path(request), what, fault.toString());
            return Problem.of(ProblemCode.SERVICE_UNAVAILABLE, what);
        }
        for (Throwable cause = fault; cause != null; cause = next(cause)) {
            if (cause instanceof RejectedExecutionException) {
                LOG.warn("{} {}: no thread was free", name(request), path(request), fault);
                return Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "The service is shutting down");
            }
        }
        if (fault instanceof IOException) {
            // The controllers have no streams: the connection broke while the body was read.
            LOG.debug("{} {}: the client went away", name(request), path(request), fault);
            return Problem.of(ProblemCode.INVALID_BODY, "The body did not arrive completely");
        }
        LOG.atError()
                .addKeyValue(LogContext.ERROR, ProblemCode.INTERNAL_ERROR.code())
                .setCause(fault)
                .log("{} {} failed", name(request), path(request));
        return Problem.of(ProblemCode.INTERNAL_ERROR);
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }

    private static String name(HttpRequest<?> request) {
        return request.getMethodName();
    }

    private static String path(HttpRequest<?> request) {
        return request.getPath();
    }
}
