package global.pryzma.ledger.http;

import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;

import jakarta.inject.Singleton;

/** The answer with the problem that a filter or a controller ended the request with. */
@Singleton
final class ProblemHandler implements ExceptionHandler<ProblemException, HttpResponse<?>> {
    @Override
    @SuppressWarnings("rawtypes") // the framework's interface has it so
    public HttpResponse<?> handle(HttpRequest request, ProblemException exception) {
        return ProblemResponses.of((HttpRequest<?>) request, exception.problem());
    }
}
