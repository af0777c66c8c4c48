package global.pryzma.replica.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.replica.protocol.Frame;
import global.pryzma.replica.protocol.FrameReader;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageKind;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Ping;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.protocol.Request;
import global.pryzma.replica.protocol.U128;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A session captured between the native client and a real 0.16.30 server in development mode. */
class GoldenFramesTest {
    /** Frames by turns: request and answer. */
    private final List<byte[]> frames = frames();

    @Test
    void everyFrameDecodesAndEncodesToTheSameBytes() throws IOException {
        assertThat(frames).hasSize(20);
        for (byte[] bytes : frames) {
            Frame frame = decode(bytes);
            assertThat(encode(frame)).isEqualTo(bytes);
        }
    }

    /**
     * The whole session played against our server: what we answer differs from the real server's
     * answers only in times, and in the checksums over them.
     */
    @Test
    void ourAnswersAreTheRealServers(@TempDir Path folder) throws IOException {
        var settings = ReplicaSettings.in(folder).withLimit(MessageLimit.DEVELOPMENT);
        try (var replica = EmbeddedReplica.start(settings);
                var socket = new Socket("127.0.0.1", replica.port())) {
            U128 context = U128.ZERO;
            for (int i = 0; i < frames.size(); i += 2) {
                Frame asked = decode(frames.get(i));
                Frame expected = decode(frames.get(i + 1));
                if (asked.command() == MessageKind.PING_CLIENT.code()) {
                    assertThat(exchange(socket, frames.get(i))).isEqualTo(frames.get(i + 1));
                    continue;
                }
                byte[] request = withParent(Request.of(asked), context);
                byte[] answer = exchange(socket, request);
                Reply reply = Reply.of(decode(answer));
                context = reply.context();
                assertThat(withoutTimes(reply, decode(request).header()))
                        .isEqualTo(withoutTimes(Reply.of(expected), asked.header()));
            }
        }
    }

    /** Replaces what must differ: the time, and the checksum of the request that was answered. */
    private static String withoutTimes(Reply reply, ByteBuffer request) {
        assertThat(reply.requestChecksum()).isEqualTo(U128.get(request, Header.CHECKSUM));
        assertThat(reply.timestamp()).isPositive();
        var normal =
                new Reply(
                        reply.cluster(),
                        reply.view(),
                        reply.release(),
                        U128.ZERO,
                        U128.ZERO,
                        reply.client(),
                        reply.op(),
                        1,
                        reply.number(),
                        reply.operation(),
                        withoutRowTimes(reply));
        return HexFormat.of().formatHex(normal.frame());
    }

    private static byte[] withoutRowTimes(Reply reply) {
        ByteBuffer body = Header.littleEndian(reply.body().clone());
        Operation operation = Objects.requireNonNull(Operation.of(reply.operation()));
        if (operation.reads()) {
            int at = operation == Operation.GET_ACCOUNT_BALANCES ? 64 : 120;
            for (int row = 0; row < body.capacity(); row += 128) {
                assertThat(body.getLong(row + at)).isPositive();
                body.putLong(row + at, 1);
            }
        }
        return body.array();
    }

    private static byte[] withParent(Request request, U128 parent) {
        return new Request(
                        U128.ZERO,
                        U128.ZERO,
                        request.cluster(),
                        request.view(),
                        request.release(),
                        parent,
                        request.client(),
                        request.session(),
                        request.number(),
                        request.operation(),
                        request.body())
                .frame();
    }

    private static byte[] exchange(Socket socket, byte[] request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        InputStream in = socket.getInputStream();
        byte[] header = in.readNBytes(Header.BYTES);
        int size = Header.littleEndian(header).getInt(Header.SIZE);
        byte[] whole = new byte[size];
        System.arraycopy(header, 0, whole, 0, Header.BYTES);
        in.readNBytes(whole, Header.BYTES, size - Header.BYTES);
        return whole;
    }

    private static Frame decode(byte[] bytes) throws IOException {
        var next = new FrameReader(new ByteArrayInputStream(bytes), U128.ZERO, header -> {}).next();
        assertThat(next).isInstanceOf(FrameReader.Next.Message.class);
        return ((FrameReader.Next.Message) next).frame();
    }

    private static byte[] encode(Frame frame) {
        if (frame.command() == MessageKind.REQUEST.code()) {
            return Request.of(frame).frame();
        }
        if (frame.command() == MessageKind.REPLY.code()) {
            return Reply.of(frame).frame();
        }
        if (frame.command() == MessageKind.PING_CLIENT.code()) {
            return Ping.of(frame).frame();
        }
        long echoed = frame.header().getLong(128);
        return new Ping(U128.ZERO, Header.RELEASE, U128.ZERO, echoed).pong();
    }

    private static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        try (InputStream in =
                GoldenFramesTest.class.getResourceAsStream("session-0.16.30-development.txt")) {
            String text =
                    new String(
                            Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            text.lines().forEach(line -> frames.add(HexFormat.of().parseHex(line.substring(5))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return frames;
    }
}
