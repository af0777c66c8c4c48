package global.pryzma.ledger.client;

import global.pryzma.client.ApiException;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What the user of a generated client adds; the page of clients shows the same text. */
final class Once {
    private Once() {}

    /** One try. */
    interface Operation<T> {
        T send(String key) throws ApiException;
    }

    /** The time is over, and it is not known what became of the operation. */
    static final class InDoubt extends RuntimeException {
        InDoubt(UUID key) {
            super("in doubt: " + key);
        }
    }

    static <T> T once(UUID key, Instant end, Operation<T> operation)
            throws ApiException, InterruptedException {
        while (true) {
            long seconds = 1;
            try {
                return operation.send(key.toString());
            } catch (ApiException e) {
                if (e.getCode() != 0
                        && e.getCode() != 500
                        && e.getCode() != 502
                        && e.getCode() != 503) {
                    throw e;
                }
                if (e.getResponseHeaders() != null) {
                    seconds = e.getResponseHeaders().firstValueAsLong("Retry-After").orElse(1);
                }
            }
            if (Instant.now().plusSeconds(seconds).isAfter(end)) {
                throw new InDoubt(key);
            }
            Thread.sleep(Duration.ofSeconds(seconds));
        }
    }
}
