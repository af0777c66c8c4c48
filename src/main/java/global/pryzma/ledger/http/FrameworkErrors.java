package global.pryzma.ledger.http;

import global.pryzma.ledger.http.wire.WholeRequest;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import io.micronaut.core.annotation.NonNull;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.NotFoundException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** The errors that the framework finds, in the same form as ours. */
@Singleton
final class FrameworkErrors implements ErrorResponseProcessor<Object> {
    @Override
    @SuppressWarnings("unchecked") // the response takes whatever body it is given
    public @NonNull MutableHttpResponse<Object> processResponse(
            @NonNull ErrorContext context, @NonNull MutableHttpResponse<?> response) {
        ProblemResponses.fill(context.getRequest(), problem(context, response.code()), response);
        return (MutableHttpResponse<Object>) response;
    }

    private static Problem problem(ErrorContext context, int status) {
        Optional<Problem> refusal =
                WholeRequest.behind(context.getRequest()).flatMap(WholeRequest::refusal);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        @Nullable Throwable cause = context.getRootCause().orElse(null);
        return switch (status) {
            case 401 -> Problem.of(ProblemCode.INVALID_TOKEN);
            case 403 -> Problem.of(ProblemCode.INSUFFICIENT_SCOPE);
            case 404 ->
                    Problem.of(
                            cause instanceof NotFoundException
                                    ? ProblemCode.ROUTE_NOT_FOUND
                                    : ProblemCode.NOT_FOUND);
            case 405 -> Problem.of(ProblemCode.METHOD_NOT_ALLOWED);
            case 406 -> Problem.of(ProblemCode.NOT_ACCEPTABLE);
            case 413 -> Problem.of(ProblemCode.BODY_TOO_LARGE);
            case 415 -> Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
            case 503 -> Problem.of(ProblemCode.SERVICE_UNAVAILABLE);
            default ->
                    status >= 500
                            ? Problem.of(ProblemCode.INTERNAL_ERROR)
                            : Problem.of(
                                    cause instanceof UnsatisfiedBodyRouteException
                                            ? ProblemCode.INVALID_BODY
                                            : ProblemCode.INVALID_PARAMETER);
        };
    }
}
