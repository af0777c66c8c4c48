package global.pryzma.replica.server;

import global.pryzma.replica.protocol.Corruption;
import global.pryzma.replica.protocol.Frame;
import global.pryzma.replica.protocol.FrameReader;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageKind;
import global.pryzma.replica.protocol.Ping;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.protocol.Request;
import global.pryzma.replica.protocol.Sender;
import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One client connection: reads a message, sees to its answer, writes it, reads the next. Whose it
 * is only a registration or a ping tells. Until then requests that come over it are executed, as
 * with a real server, and their replies dropped, unless the client has another connection that is
 * known: so a client that has reconnected may hear nothing until its next ping, up to 30 s later. A
 * peer that sends faster than it reads waits for itself, and nothing piles up: at most one request
 * and one reply are in memory for each connection, and for all of them together no more than the
 * {@link MemoryBudget}.
 */
final class Connection implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Socket socket;
    private final U128 cluster;
    private final Requests requests;
    private final Peers peers;
    private final ReplyFaults faults;
    private final MemoryBudget memory;

    /** The client's replies may be written from the threads of other connections. */
    private final ReentrantLock writing = new ReentrantLock();

    private @Nullable U128 client;

    /** Of the message that is being received or answered. */
    private MemoryBudget.@Nullable Claim claim;

    /** Where requests go. */
    interface Requests {
        /** The frame to answer with, or an empty one for none. */
        CompletableFuture<byte[]> submit(Request request);
    }

    Connection(
            Socket socket,
            U128 cluster,
            Requests requests,
            Peers peers,
            ReplyFaults faults,
            MemoryBudget memory) {
        this.socket = socket;
        this.cluster = cluster;
        this.requests = requests;
        this.peers = peers;
        this.faults = faults;
        this.memory = memory;
    }

    /** Serves the peer until it goes, breaks the protocol, or the connection is closed. */
    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            KeepAlive.on(socket);
            var reader = new FrameReader(socket.getInputStream(), cluster, this::claim);
            boolean open = true;
            while (open) {
                open =
                        switch (reader.next()) {
                            case FrameReader.Next.Message(Frame frame) -> handle(frame);
                            case FrameReader.Next.Ended() -> false;
                            case FrameReader.Next.Broken(String reason) -> {
                                LOG.warn("{} is closed: {}", socket, reason);
                                yield false;
                            }
                        };
                release();
            }
        } catch (IOException e) {
            LOG.debug("{} has gone: {}", socket, e.getMessage());
        } finally {
            release();
            if (client != null) {
                peers.gone(client, this);
            }
        }
    }

    private void claim(ByteBuffer header) throws IOException {
        claim = memory.claim(header.getInt(Header.SIZE) + replyBytesMax(header), this);
    }

    private static int replyBytesMax(ByteBuffer header) {
        return header.get(Header.COMMAND) == MessageKind.REQUEST.code()
                ? Request.replyBytesMax(header)
                : Header.BYTES;
    }

    private void release() {
        if (claim != null) {
            claim.close();
            claim = null;
        }
    }

    private void awaitsPeer(boolean now) {
        if (claim != null) {
            claim.awaitsPeer(now);
        }
    }

    /** Writes a frame to this connection's client; it may belong to a request over another one. */
    void write(byte[] frame) {
        writing.lock();
        try {
            send(frame, socket.getOutputStream());
        } catch (IOException e) {
            LOG.debug("{} has gone: {}", socket, e.getMessage());
            close();
        } finally {
            writing.unlock();
        }
    }

    private void send(byte[] frame, OutputStream out) throws IOException {
        ReplyFaults.Fault fault = Reply.isReply(frame) ? faults.next() : null;
        switch (fault) {
            case null -> out.write(frame);
            case ReplyFaults.Fault.Drop() -> {}
            case ReplyFaults.Fault.Delay(Duration by) -> {
                pause(by);
                out.write(frame);
            }
            case ReplyFaults.Fault.Duplicate() -> {
                out.write(frame);
                out.write(frame);
            }
            case ReplyFaults.Fault.Corrupt(Corruption how) -> {
                out.write(how.applied(frame));
                if (how == Corruption.CUT) {
                    close();
                }
            }
        }
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Answers whether the connection goes on. */
    private boolean handle(Frame frame) {
        ByteBuffer header = frame.header();
        if (!identify(Sender.of(header))) {
            LOG.warn("{} is closed: it speaks for a second client", socket);
            return false;
        }
        boolean request = frame.command() == MessageKind.REQUEST.code();
        boolean ping = frame.command() == MessageKind.PING_CLIENT.code();
        if (!request && !ping) {
            ignore("command " + frame.command() + " is not a client's");
            return true;
        }
        String flaw = Header.flaw(header);
        if (flaw == null) {
            flaw = request ? Request.flaw(header) : Ping.flaw(header);
        }
        if (flaw != null) {
            ignore(flaw);
        } else if (ping) {
            Ping asked = Ping.of(frame);
            peers.send(asked.pong(), asked.client());
        } else {
            answer(Request.of(frame));
        }
        return true;
    }

    /** Answers whether the connection may speak for that client. */
    private boolean identify(@Nullable U128 sender) {
        if (sender == null || sender.isZero() || sender.equals(client)) {
            return true;
        }
        if (client != null) {
            return false;
        }
        client = sender;
        peers.identified(sender, this);
        return true;
    }

    private void answer(Request request) {
        awaitsPeer(false);
        byte[] answer = requests.submit(request).join();
        awaitsPeer(true);
        if (answer.length > 0) {
            peers.send(answer, request.client());
        }
    }

    private void ignore(String flaw) {
        LOG.warn("{}: a message is ignored: {}", socket, flaw);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("{} did not close", socket, e);
        }
    }
}
