package global.pryzma.ledger.http;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;

import jakarta.inject.Singleton;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many requests are worked on at once: virtual threads alone would take any number, and
 * a slow database would fill the memory with them.
 */
@Singleton
final class Admission implements ApplicationEventListener<HttpRequestTerminatedEvent> {
    private static final String ATTRIBUTE = Admission.class.getName();

    private final int limit;
    private final AtomicInteger admitted = new AtomicInteger();

    Admission(HttpSettings settings) {
        this.limit = settings.maxConcurrentRequests();
    }

    /**
     * Lets the request in, until its response has been handed to the connection.
     *
     * @throws ProblemException {@link ProblemCode#SERVICE_UNAVAILABLE}
     */
    void admit(HttpRequest<?> request) {
        if (admitted.incrementAndGet() > limit) {
            admitted.decrementAndGet();
            throw ProblemException.of(
                    ProblemCode.SERVICE_UNAVAILABLE, "Too many requests are being worked on");
        }
        request.setAttribute(ATTRIBUTE, true);
    }

    int admitted() {
        return admitted.get();
    }

    // Not a response filter: the framework runs none when an error handler fails, but every request
    // terminates, also when its connection breaks, and then not before the work is done.
    @Override
    public void onApplicationEvent(HttpRequestTerminatedEvent event) {
        if (event.getSource().removeAttribute(ATTRIBUTE, Boolean.class).isPresent()) {
            admitted.decrementAndGet();
        }
    }
}
