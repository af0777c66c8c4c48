package global.pryzma.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.process.CrashPoints.Point;
import global.pryzma.ledger.testing.process.ServiceProcess;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.UUID;

/** A kill -9 of the service in the middle of a request, and the start after it. */
final class Crash {
    private static final int KILLED = 128 + 9;

    private Crash() {}

    /** What the service is asked when it dies. */
    @FunctionalInterface
    interface Request {
        HttpResponse<String> send();
    }

    /**
     * The service, whose books these are, kills itself at this point of the request with this key,
     * and is started again.
     */
    static void at(Point point, UUID key, ServiceProcess service, Books books, Request request) {
        at(point, key, service, request);
        service.start();
        books.use(service.client());
    }

    /** The same, and it is not started again. */
    static void at(Point point, UUID key, ServiceProcess service, Request request) {
        service.dieAt(point, key);
        assertThatThrownBy(() -> answered(request.send()))
                .as("the service died before it could answer")
                .isInstanceOf(UncheckedIOException.class);
        assertThat(service.awaitExit()).as("killed by signal 9").isEqualTo(KILLED);
    }

    private static void answered(HttpResponse<String> answer) {
        throw new AssertionError("it answered " + answer.statusCode() + " " + answer.body());
    }
}
