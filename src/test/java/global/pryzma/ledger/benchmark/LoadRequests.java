package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.benchmark.LoadConnection.Response;
import global.pryzma.ledger.testing.Books;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The requests of a load, and what is known of their answers. */
final class LoadRequests {
    private static final int REMEMBERED = 4096;
    private static final int CREATED = 201;
    private static final String PROGRAM = "{\"name\":\"Program of a load\"}";

    private final String everywhere;
    private final List<UUID> accounts;
    private final AtomicReferenceArray<Paid> recent = new AtomicReferenceArray<>(REMEMBERED);
    private final AtomicLong paid = new AtomicLong();

    private record Paid(byte[] request, byte[] body) {}

    LoadRequests(URI uri, String token, List<UUID> accounts) {
        this.everywhere =
                " HTTP/1.1\r\nHost: "
                        + uri.getAuthority()
                        + "\r\nAuthorization: Bearer "
                        + token
                        + "\r\nContent-Type: application/json\r\n";
        this.accounts = accounts;
    }

    /** How many transfers were acknowledged for the first time. */
    long paid() {
        return paid.get();
    }

    /** From any account to any other. */
    Shot anywhere() {
        return payment(transfer(random(accounts.size()), random(accounts.size())));
    }

    /** From any account to any other, with a description and a reference that no other has. */
    Shot worded() {
        String json = transfer(random(accounts.size()), random(accounts.size()));
        return payment(
                json.substring(0, json.length() - 1)
                        + ",\"description\":\"Invoice 4711\",\"reference\":\"r-"
                        + newKey()
                        + "\"}");
    }

    /** From any account to the first. */
    Shot toTheFirst() {
        return payment(transfer(1 + random(accounts.size() - 1), 0));
    }

    /** The ceiling. */
    Shot nothing() {
        return new Sent(post("/v1/benchmark/nothing", transfer(0, 1)));
    }

    /** What is recorded and has no ledger side. */
    Shot program() {
        return new Sent(post("/v1/programs", PROGRAM));
    }

    /** One of the last transfers again; some must have been made. */
    Shot again() {
        int last = (int) Math.min(paid.get(), REMEMBERED);
        Paid before = last == 0 ? null : recent.get(random(last));
        if (before == null) {
            throw new IllegalStateException("nothing was paid yet");
        }
        return new Replay(before);
    }

    private Shot payment(String json) {
        return new Payment(post("/v1/transfers", json));
    }

    /** A request whose answer says no more than that it was carried out. */
    private record Sent(byte[] request) implements Shot {
        @Override
        public void check(Response response) {
            expect(response.status() == CREATED && !response.replayed(), response);
        }
    }

    private final class Payment implements Shot {
        private final byte[] request;

        Payment(byte[] request) {
            this.request = request;
        }

        @Override
        public byte[] request() {
            return request;
        }

        @Override
        public void check(Response response) {
            expect(response.status() == CREATED && !response.replayed(), response);
            long nth = paid.getAndIncrement();
            recent.set((int) (nth % REMEMBERED), new Paid(request, response.body()));
        }
    }

    private record Replay(Paid before) implements Shot {
        @Override
        public byte[] request() {
            return before.request();
        }

        @Override
        public void check(Response response) {
            expect(response.status() == CREATED && response.replayed(), response);
            expect(Arrays.equals(response.body(), before.body()), response);
        }
    }

    /**
     * Independent batches.
     *
     * @param worded whether each transfer has a description and a reference
     */
    BatchRequests batches(int items, boolean worded) {
        return new BatchRequests(head("/v1/transfers/batch"), accounts, items, worded);
    }

    /** All that is before the key. */
    private String head(String path) {
        return "POST " + path + everywhere + "Pryzma-Idempotency-Key: ";
    }

    private byte[] post(String path, String json) {
        return (head(path) + newKey() + "\r\nContent-Length: " + json.length() + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String transfer(int debit, int credit) {
        int other = credit == debit ? (credit + 1) % accounts.size() : credit;
        return Books.transferJson(accounts.get(debit), accounts.get(other), 1);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    /** As clients are advised to make them (RFC 9562, version 7): they come in order. */
    static UUID newKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16;
        return new UUID(
                time | 0x7000L | random.nextInt(0x1000),
                (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    private static void expect(boolean condition, Response response) {
        if (!condition) {
            throw new AssertionError(response);
        }
    }
}
