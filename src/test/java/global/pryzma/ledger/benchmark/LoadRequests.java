package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.testing.Books;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpMethod;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** The requests of a load, and what is known of their answers. */
final class LoadRequests {
    private static final int REPLAY_PERCENT = 10;
    private static final int REMEMBERED = 4096;
    private static final int CREATED = 201;

    private final HttpClient client;
    private final URI uri;
    private final String token;
    private final List<UUID> accounts;
    private final AtomicReferenceArray<Paid> recent = new AtomicReferenceArray<>(REMEMBERED);
    private final AtomicLong paid = new AtomicLong();

    private record Paid(UUID key, String json, byte[] body) {}

    LoadRequests(HttpClient client, URI uri, String token, List<UUID> accounts) {
        this.client = client;
        this.uri = uri;
        this.token = token;
        this.accounts = accounts;
    }

    /** How many transfers were acknowledged for the first time. */
    long paid() {
        return paid.get();
    }

    /** From any account to any other. */
    Load.Shot anywhere() {
        return payment(() -> transfer(random(accounts.size()), random(accounts.size())));
    }

    /** From any account to the first. */
    Load.Shot toTheFirst() {
        return payment(() -> transfer(1 + random(accounts.size() - 1), 0));
    }

    /** The ceiling. */
    Load.Shot nothing() {
        String json = transfer(0, 1);
        return new Load.Shot() {
            @Override
            public Request request() {
                return post("/v1/benchmark/nothing", newKey(), json);
            }

            @Override
            public void check(int status, byte[] body, boolean replayed) {
                expect(status == CREATED, status, body);
            }
        };
    }

    private Load.Shot payment(Supplier<String> transfer) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextInt(100) < REPLAY_PERCENT) {
            Paid before = recent.get(random.nextInt(REMEMBERED));
            if (before != null) {
                return replay(before);
            }
        }
        UUID key = newKey();
        String json = transfer.get();
        return new Load.Shot() {
            @Override
            public Request request() {
                return post("/v1/transfers", key, json);
            }

            @Override
            public void check(int status, byte[] body, boolean replayed) {
                expect(status == CREATED && !replayed, status, body);
                long nth = paid.incrementAndGet();
                recent.set((int) (nth % REMEMBERED), new Paid(key, json, body));
            }
        };
    }

    private Load.Shot replay(Paid before) {
        return new Load.Shot() {
            @Override
            public Request request() {
                return post("/v1/transfers", before.key(), before.json());
            }

            @Override
            public void check(int status, byte[] body, boolean replayed) {
                expect(status == CREATED && replayed, status, body);
                expect(Arrays.equals(body, before.body()), status, body);
            }
        };
    }

    private Request post(String path, UUID key, String json) {
        return client.newRequest(uri + path)
                .method(HttpMethod.POST)
                .headers(headers ->
                        headers.put("Authorization", "Bearer " + token)
                                .put("Pryzma-Idempotency-Key", key.toString()))
                .body(new StringRequestContent("application/json", json));
    }

    private String transfer(int debit, int credit) {
        int other = credit == debit ? (credit + 1) % accounts.size() : credit;
        return Books.transferJson(accounts.get(debit), accounts.get(other), 1);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    /** As clients are advised to make them (RFC 9562, version 7): they come in order. */
    private static UUID newKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16;
        return new UUID(
                time | 0x7000L | random.nextInt(0x1000),
                (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    private static void expect(boolean condition, int status, byte[] body) {
        if (!condition) {
            throw new AssertionError(status + " " + new String(body, StandardCharsets.UTF_8));
        }
    }
}
