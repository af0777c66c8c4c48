package global.pryzma.replica.server;

import global.pryzma.replica.protocol.Corruption;
import global.pryzma.replica.protocol.Frame;
import global.pryzma.replica.protocol.FrameReader;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageKind;
import global.pryzma.replica.protocol.Ping;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.protocol.Request;
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

/**
 * One client connection: reads a message, sees to its answer, writes it, reads the next. A peer
 * that sends faster than it reads waits for itself, and nothing piles up: at most one request and
 * one reply are in memory for each connection, and for all of them together no more than the {@link
 * MemoryBudget}.
 */
final class Connection implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Socket socket;
    private final U128 cluster;
    private final Requests requests;
    private final ReplyFaults faults;
    private final MemoryBudget memory;

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
            ReplyFaults faults,
            MemoryBudget memory) {
        this.socket = socket;
        this.cluster = cluster;
        this.requests = requests;
        this.faults = faults;
        this.memory = memory;
    }

    /** Serves the peer until it goes, breaks the protocol, or the connection is closed. */
    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            KeepAlive.on(socket);
            var reader = new FrameReader(socket.getInputStream(), cluster, this::claim);
            OutputStream out = socket.getOutputStream();
            boolean open = true;
            while (open) {
                open =
                        switch (reader.next()) {
                            case FrameReader.Next.Message(Frame frame) -> send(answer(frame), out);
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

    /** Answers whether the connection goes on. */
    private boolean send(byte[] frame, OutputStream out) throws IOException {
        ReplyFaults.Fault fault = Reply.isReply(frame) ? faults.next() : null;
        return switch (fault) {
            case null -> {
                out.write(frame);
                yield true;
            }
            case ReplyFaults.Fault.Drop() -> true;
            case ReplyFaults.Fault.Delay(Duration by) -> {
                pause(by);
                out.write(frame);
                yield true;
            }
            case ReplyFaults.Fault.Duplicate() -> {
                out.write(frame);
                out.write(frame);
                yield true;
            }
            case ReplyFaults.Fault.Corrupt(Corruption how) -> {
                out.write(how.applied(frame));
                yield how != Corruption.CUT;
            }
        };
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private byte[] answer(Frame frame) {
        ByteBuffer header = frame.header();
        boolean request = frame.command() == MessageKind.REQUEST.code();
        boolean ping = frame.command() == MessageKind.PING_CLIENT.code();
        if (!request && !ping) {
            return ignore("command " + frame.command() + " is not a client's");
        }
        String flaw = Header.flaw(header);
        if (flaw == null) {
            flaw = request ? Request.flaw(header) : Ping.flaw(header);
        }
        if (flaw != null) {
            return ignore(flaw);
        }
        if (!request) {
            return Ping.of(frame).pong();
        }
        awaitsPeer(false);
        byte[] answer = requests.submit(Request.of(frame)).join();
        awaitsPeer(true);
        return answer;
    }

    private byte[] ignore(@Nullable String flaw) {
        LOG.warn("{}: a message is ignored: {}", socket, flaw);
        return CommitLoop.SILENCE;
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
