package global.pryzma.ledger.testing;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A client as the error-handling guide describes it: a mutation that fails with {@code
 * ledger_unavailable} or {@code service_unavailable}, or without any answer, is sent again with the
 * same key, at least a second later; any other error is final.
 */
public final class GuideClient {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<ServiceClient> client;
    private final String token;
    private final int tries;
    private final boolean outagesOnly;
    private final AtomicInteger unavailable = new AtomicInteger();

    /**
     * @param client where the service is at the moment of a try
     * @param tries how often one request is sent at most
     */
    public GuideClient(Supplier<ServiceClient> client, String token, int tries) {
        this(client, token, tries, false);
    }

    private GuideClient(
            Supplier<ServiceClient> client, String token, int tries, boolean outagesOnly) {
        this.client = client;
        this.token = token;
        this.tries = tries;
        this.outagesOnly = outagesOnly;
    }

    /** One of the guide's first edition: any error but {@code ledger_unavailable} is final. */
    public static GuideClient ofTheFirstEdition(
            Supplier<ServiceClient> client, String token, int tries) {
        return new GuideClient(client, token, tries, true);
    }

    /** How many answers so far were not definite. */
    public int unavailable() {
        return unavailable.get();
    }

    /** The first definite response; throws AssertionError if there is none. */
    public Definite post(String path, UUID key, String json) {
        return send(key, service -> service.post(path, token, key, json));
    }

    /** The first definite response to a request with this key, however it is sent. */
    public Definite send(UUID key, Function<ServiceClient, HttpResponse<String>> request) {
        String last = "nothing";
        for (int tried = 1; tried <= tries; tried++) {
            if (tried > 1) {
                pause();
            }
            try {
                HttpResponse<String> response = request.apply(client.get());
                if (mayBeRetried(response) && !(outagesOnly && response.statusCode() != 502)) {
                    unavailable.incrementAndGet();
                } else {
                    return new Definite(response, tried);
                }
                last = response.statusCode() + " " + response.body();
            } catch (UncheckedIOException e) {
                last = e.toString();
            }
        }
        throw new AssertionError("no definite answer for key " + key + "; the last was " + last);
    }

    /** Whether the guide says that this is no answer yet. */
    public static boolean mayBeRetried(HttpResponse<String> response) {
        if (response.statusCode() < 300) {
            return false;
        }
        JsonNode error = Books.json(response.body()).path("error");
        return error.asText().equals("ledger_unavailable")
                || error.asText().equals("service_unavailable");
    }

    /** The pause is what the guide prescribes; nothing is awaited here. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * A definite response.
     *
     * @param tries how often the request was sent
     */
    public record Definite(HttpResponse<String> response, int tries) {}
}
