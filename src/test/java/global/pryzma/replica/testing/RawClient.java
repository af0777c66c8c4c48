package global.pryzma.replica.testing;

import global.pryzma.replica.protocol.Frame;
import global.pryzma.replica.protocol.FrameReader;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageKind;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Ping;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.protocol.Request;
import global.pryzma.replica.protocol.U128;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client at byte level: it sends what a test wants, right or wrong, and keeps its session. Over
 * each new connection it first sends a ping, for a server answers nobody whom it does not know.
 */
public final class RawClient implements AutoCloseable {
    private static final AtomicLong CLIENTS = new AtomicLong();

    private final U128 id;

    private Socket socket;
    private FrameReader reader;

    private U128 context = U128.ZERO;
    private long session;
    private int number;

    public RawClient(int port) throws IOException {
        this(newId(), port);
    }

    private RawClient(U128 id, int port) throws IOException {
        this.id = id;
        connect(port);
        identify();
    }

    private static U128 newId() {
        return new U128(CLIENTS.incrementAndGet(), 77);
    }

    /** Another client, over the same connection. */
    public RawClient(RawClient other) {
        id = newId();
        socket = other.socket;
        reader = other.reader;
    }

    /** The same client from another place, which knows nothing of its session. */
    public RawClient elsewhere(int port) throws IOException {
        return new RawClient(id, port);
    }

    /** The same client and session over a new connection. */
    public void reconnect(int port) throws IOException {
        reconnectUnknown(port);
        identify();
    }

    /** Likewise, without the ping that tells the server whose connection it is. */
    public void reconnectUnknown(int port) throws IOException {
        socket.close();
        connect(port);
    }

    /** Sends a ping and waits for its answer. */
    public void identify() throws IOException {
        if (!silent()) {
            throw new AssertionError("something else than a pong");
        }
    }

    private void connect(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        reader = new FrameReader(socket.getInputStream(), U128.ZERO, header -> {});
    }

    public U128 id() {
        return id;
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next frame, or an assertion error where the connection ended. */
    public Frame receive() throws IOException {
        socket.setSoTimeout(0);
        if (reader.next() instanceof FrameReader.Next.Message(Frame frame)) {
            return frame;
        }
        throw new AssertionError("the connection has ended");
    }

    /** Whether the server has ended the connection. */
    public boolean ended() throws IOException {
        socket.setSoTimeout(0);
        return reader.next() instanceof FrameReader.Next.Ended;
    }

    /** Whether the server answers a ping sent behind whatever came before, and that alone. */
    public boolean silent() throws IOException {
        send(new Ping(U128.ZERO, Header.RELEASE, id, 4711).frame());
        return receive().command() == MessageKind.PONG_CLIENT.code();
    }

    public Reply exchange(byte[] request) throws IOException {
        send(request);
        Reply reply = Reply.of(receive());
        context = reply.context();
        return reply;
    }

    /** The reason of the eviction that a request is answered with. */
    public int evictedBy(byte[] request) throws IOException {
        send(request);
        Frame frame = receive();
        if (frame.command() != MessageKind.EVICTION.code()) {
            throw new AssertionError("command " + frame.command());
        }
        return frame.header().get(255);
    }

    public Reply register() throws IOException {
        Reply reply = exchange(registration().frame());
        session = reply.op();
        return reply;
    }

    public Request registration() {
        return registration(new byte[Request.REGISTER_BODY_BYTES]);
    }

    public Request registration(byte[] body) {
        return new Request(
                U128.ZERO,
                U128.ZERO,
                U128.ZERO,
                0,
                Header.RELEASE,
                U128.ZERO,
                id,
                0,
                0,
                Operation.REGISTER.code(),
                body);
    }

    /** The session's next request; {@link #exchange} makes it the last. */
    public Request next(Operation operation, byte[] body) {
        return request(++number, operation.code(), body);
    }

    public Request request(int requestNumber, int operation, byte[] body) {
        return new Request(
                U128.ZERO,
                U128.ZERO,
                U128.ZERO,
                Header.VIEW_ONLY,
                Header.RELEASE,
                context,
                id,
                session,
                requestNumber,
                operation,
                body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
