package global.pryzma.replica.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.replica.journal.JournalFile;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The captured session with a real 0.16.30 server once more, byte for byte: our clock shows what
 * the real server's showed, the requests are sent exactly as they were captured, and the answers
 * must be exactly the captured ones, checksums included. Offsets are those of the documentation.
 */
class GoldenSessionTest {
    private static final int SIZE = 96;
    private static final int COMMAND = 114;
    private static final int REQUEST = 5;
    private static final int REPLY = 8;
    private static final int PULSE_EVENTS = 8190;
    private static final int REQUEST_OPERATION = 196;
    private static final int REPLY_CONTEXT = 160;
    private static final int REPLY_OP = 208;
    private static final int REPLY_COMMIT = 216;
    private static final int REPLY_TIMESTAMP = 224;

    /** By turns what the client and what the server sent. */
    private final List<byte[]> frames = frames();

    @Test
    void theSameRequestsAtTheSameTimeGetTheSameBytes(@TempDir Path folder) throws Exception {
        // A new server's first commit is a pulse, which takes time for as many events as it may
        // expire; the registration comes a nanosecond later.
        var clock = new SettableClock(timeBefore(0) - PULSE_EVENTS - 1);
        var settings = ReplicaSettings.in(folder).withLimit(MessageLimit.DEVELOPMENT);
        try (var replica = EmbeddedReplica.start(settings, JournalFile::open, clock::nanos);
                var socket = new Socket("127.0.0.1", replica.port())) {
            for (int i = 0; i < frames.size(); i += 2) {
                if (i > 0) {
                    clock.set(timeBefore(i));
                }
                socket.getOutputStream().write(frames.get(i));
                assertThat(hex(receive(socket.getInputStream())))
                        .as("answer to frame %d", i)
                        .isEqualTo(hex(frames.get(i + 1)));
            }
        }
    }

    /** What the last test relies on is in the capture itself. */
    @Test
    void theCaptureIsWhatTheDocumentationSays() {
        byte[] context = new byte[16];
        long op = 1;
        for (int i = 0; i < frames.size(); i += 2) {
            if (frames.get(i)[COMMAND] != REQUEST) {
                continue;
            }
            ByteBuffer request = ModelBytes.of(frames.get(i));
            ByteBuffer reply = ModelBytes.of(frames.get(i + 1));
            assertThat(reply.get(COMMAND)).isEqualTo((byte) REPLY);
            assertThat(bytes(request, 128)).isEqualTo(context);
            assertThat(bytes(reply, 128)).isEqualTo(bytes(request, 0));
            assertThat(reply.getLong(REPLY_OP)).isEqualTo(++op);
            assertThat(reply.getLong(REPLY_COMMIT)).isEqualTo(op);
            context = bytes(reply, REPLY_CONTEXT);
            ByteBuffer without = ModelBytes.of(frames.get(i + 1).clone());
            without.put(REPLY_CONTEXT, new byte[16]);
            ByteBuffer checksum = ByteBuffer.allocate(16).order(without.order());
            Header.headerChecksum(Header.littleEndian(without.array())).put(checksum, 0);
            assertThat(context).isEqualTo(checksum.array());
        }
    }

    /**
     * What the clock shows so that the reply gets the captured time: it is that of the message's
     * last event.
     */
    private long timeBefore(int request) {
        byte[] frame = frames.get(request);
        byte[] answer = frames.get(request + 1);
        if (frame[COMMAND] != REQUEST) {
            return timeBefore(request - 2);
        }
        int operation = Byte.toUnsignedInt(frame[REQUEST_OPERATION]);
        boolean creates =
                operation == ReferenceModel.CREATE_ACCOUNTS
                        || operation == ReferenceModel.CREATE_TRANSFERS;
        int events = creates ? (frame.length - Header.BYTES) / 128 : 0;
        return ModelBytes.of(answer).getLong(REPLY_TIMESTAMP) - events;
    }

    private static byte[] receive(InputStream in) throws IOException {
        byte[] header = in.readNBytes(Header.BYTES);
        assertThat(header).hasSize(Header.BYTES);
        int size = ModelBytes.of(header).getInt(SIZE);
        byte[] body = in.readNBytes(size - Header.BYTES);
        return ByteBuffer.allocate(size).put(header).put(body).array();
    }

    private static byte[] bytes(ByteBuffer frame, int at) {
        byte[] bytes = new byte[16];
        frame.get(at, bytes);
        return bytes;
    }

    /** In lines of 16 bytes, so that a difference has an offset. */
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).replaceAll(".{32}", "$0\n");
    }

    static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        String name = "session-0.16.30-development.txt";
        try (InputStream in = GoldenSessionTest.class.getResourceAsStream(name)) {
            byte[] text = Objects.requireNonNull(in).readAllBytes();
            new String(text, StandardCharsets.US_ASCII)
                    .lines()
                    .forEach(line -> frames.add(HexFormat.of().parseHex(line.substring(5))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return frames;
    }
}
