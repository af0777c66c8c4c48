package global.pryzma.replica.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into messages. Where a real replica ends the connection ({@code
 * src/message_bus.zig}), it says that the stream is broken: nothing after that point has a meaning.
 *
 * <p>No memory is taken for a body before the checksum of the header that announces it was right,
 * nor more than {@value #START_BYTES} bytes before so many have come and there is room for the
 * rest: anybody can compute a checksum.
 */
public final class FrameReader {
    private static final int START_BYTES = 16 << 10;

    private final InputStream stream;
    private final U128 cluster;
    private final Room room;

    /** What has to be asked before a message is kept. */
    public interface Room {
        /** Waits until there is room for the message with this header. */
        void make(ByteBuffer header) throws IOException;
    }

    public FrameReader(InputStream stream, U128 cluster, Room room) {
        this.stream = stream;
        this.cluster = cluster;
        this.room = room;
    }

    /** What came next. */
    public sealed interface Next {
        record Message(Frame frame) implements Next {}

        /** The peer ended the stream, between two messages or inside one. */
        record Ended() implements Next {}

        record Broken(String reason) implements Next {}
    }

    /** Waits for the next message. */
    public Next next() throws IOException {
        byte[] bytes = new byte[Header.BYTES];
        if (stream.readNBytes(bytes, 0, bytes.length) < bytes.length) {
            return new Next.Ended();
        }
        var header = Header.littleEndian(bytes);
        if (!U128.get(header, Header.CHECKSUM).equals(Header.headerChecksum(header))) {
            return new Next.Broken("wrong header checksum");
        }
        int size = header.getInt(Header.SIZE);
        if (size < Header.BYTES || size > Header.MESSAGE_BYTES_MAX) {
            return new Next.Broken("size " + Integer.toUnsignedString(size));
        }
        if (!U128.get(header, Header.CLUSTER).equals(cluster)) {
            return new Next.Broken("message addressed to another cluster");
        }
        // A real replica stops itself at an unknown command; a broken stream is enough.
        if ((header.get(Header.COMMAND) & 0xff) > MessageKind.HIGHEST_KNOWN) {
            return new Next.Broken("unknown command");
        }
        int length = size - Header.BYTES;
        byte[] start = stream.readNBytes(Math.min(length, START_BYTES));
        if (start.length < Math.min(length, START_BYTES)) {
            return new Next.Ended();
        }
        room.make(header);
        byte[] body = Arrays.copyOf(start, length);
        if (stream.readNBytes(body, start.length, length - start.length) < length - start.length) {
            return new Next.Ended();
        }
        if (!U128.get(header, Header.CHECKSUM_BODY).equals(Checksum.of(body, 0, body.length))) {
            return new Next.Broken("wrong body checksum");
        }
        return new Next.Message(new Frame(header, body));
    }
}
