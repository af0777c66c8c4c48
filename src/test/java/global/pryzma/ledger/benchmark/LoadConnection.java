package global.pryzma.ledger.benchmark;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connection of HTTP/1.1 with one request on it at a time. It knows as much of HTTP as the
 * service's answers need, which have a length each: a client that knew more would take the
 * processors from what is measured.
 */
final class LoadConnection implements AutoCloseable {
    private static final int BUFFER = 32 * 1024;
    private static final int STATUS_FROM = "HTTP/1.1 ".length();
    private static final int STATUS_TO = STATUS_FROM + 3;
    private static final String LENGTH = "content-length: ";
    private static final String REPLAYED = "pryzma-idempotency-replayed: ";

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
    private String head = "";
    private int end = BUFFER;
    private long sentNanos;
    private @Nullable Shot shot;

    /** A whole one. */
    record Response(int status, boolean replayed, byte[] body) {
        @Override
        public String toString() {
            return status + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    LoadConnection(URI uri, Selector selector) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(Shot next) throws IOException {
        shot = next;
        head = "";
        in.clear();
        ByteBuffer out = ByteBuffer.wrap(next.request());
        sentNanos = System.nanoTime();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** When the request that is on it was handed over. */
    long sentNanos() {
        return sentNanos;
    }

    /** What the request that is on it was. */
    Shot shot() {
        if (shot == null) {
            throw new IllegalStateException("nothing was sent");
        }
        return shot;
    }

    /** Takes what has come; the response, once all of it has. */
    @Nullable Response receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the service has ended a connection");
        }
        if (head.isEmpty()) {
            readHead();
        }
        if (head.isEmpty() || in.position() < end) {
            return null;
        }
        return new Response(
                Integer.parseInt(head.substring(STATUS_FROM, STATUS_TO)),
                header(REPLAYED) != null,
                Arrays.copyOfRange(in.array(), head.length(), end));
    }

    private void readHead() {
        byte[] bytes = in.array();
        for (int at = 3; at < in.position(); at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
                head = new String(bytes, 0, at + 1, StandardCharsets.ISO_8859_1);
                String length = header(LENGTH);
                if (length == null) {
                    throw new AssertionError("a response without a length: " + head);
                }
                end = head.length() + Integer.parseInt(length);
                if (end > BUFFER) {
                    throw new AssertionError("a response of " + length + " bytes");
                }
                return;
            }
        }
    }

    private @Nullable String header(String name) {
        for (int line = head.indexOf('\n') + 1; line < head.length(); ) {
            int next = head.indexOf('\n', line) + 1;
            if (head.regionMatches(true, line, name, 0, name.length())) {
                return head.substring(line + name.length(), next).strip();
            }
            line = next;
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
