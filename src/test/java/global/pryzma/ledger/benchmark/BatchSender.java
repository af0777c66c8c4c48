package global.pryzma.ledger.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A connection on which batches go, one at a time, each of which has to be carried out whole. */
final class BatchSender implements Crowd.Member {
    private static final byte[] MADE = "{\"status\":201,".getBytes(StandardCharsets.US_ASCII);
    private static final int OK = 200;
    private static final int BAD_GATEWAY = 502;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int STATUS_FROM = "HTTP/1.1 ".length();
    private static final String LENGTH = "\r\ncontent-length: ";

    private final SocketChannel channel;
    private final BatchRequests requests;
    private ByteBuffer in = ByteBuffer.allocate(1 << 20);

    BatchSender(URI uri, BatchRequests requests) throws IOException {
        this.requests = requests;
        this.channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public boolean act() throws IOException {
        ByteBuffer[] request = requests.next();
        while (request[request.length - 1].hasRemaining()) {
            channel.write(request);
        }
        in.clear();
        String head = head();
        int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            throw new AssertionError("a response without a length: " + head);
        }
        int from = at + LENGTH.length();
        int end = head.length() + Integer.parseInt(head, from, head.indexOf('\r', from), 10);
        while (in.position() < end) {
            read(end);
        }
        return switch (Integer.parseInt(head, STATUS_FROM, STATUS_FROM + 3, 10)) {
            case BAD_GATEWAY, SERVICE_UNAVAILABLE -> false;
            case OK -> {
                check(head.length(), end);
                yield true;
            }
            default -> throw new AssertionError(head + soFar(head.length()));
        };
    }

    private String head() throws IOException {
        while (true) {
            read(in.position() + 1);
            for (int i = 3; i < in.position(); i++) {
                if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') {
                    return new String(in.array(), 0, i + 1, StandardCharsets.ISO_8859_1);
                }
            }
        }
    }

    private void read(int end) throws IOException {
        if (end > in.capacity()) {
            in = ByteBuffer.allocate(end).put(in.flip());
        }
        if (channel.read(in) < 0) {
            throw new EOFException("the service has ended a connection");
        }
    }

    private void check(int from, int end) {
        byte[] body = in.array();
        int made = 0;
        for (int i = from; i <= end - MADE.length; i++) {
            if (body[i] == '{'
                    && Arrays.mismatch(body, i, i + MADE.length, MADE, 0, MADE.length) < 0) {
                made++;
            }
        }
        if (made != requests.items()) {
            throw new AssertionError(made + " were made: " + soFar(from));
        }
    }

    private String soFar(int from) {
        int length = Math.min(in.position() - from, 1_000);
        return new String(in.array(), from, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
