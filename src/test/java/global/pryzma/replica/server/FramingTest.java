package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageKind;
import global.pryzma.replica.protocol.Ping;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.protocol.U128;
import global.pryzma.replica.testing.RawClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Slow, split, joined and senseless bytes. */
class FramingTest {
    private EmbeddedReplica replica;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        replica = EmbeddedReplica.start(ReplicaSettings.in(folder));
        client = new RawClient(replica.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        replica.close();
    }

    @Test
    void aMessageMayComeByteByByte() throws IOException {
        for (byte one : client.registration().frame()) {
            client.send(new byte[] {one});
        }
        assertThat(Reply.of(client.receive()).op()).isEqualTo(2);
    }

    @Test
    void messagesMayComeJoined() throws IOException {
        byte[] ping = new Ping(U128.ZERO, Header.RELEASE, client.id(), 5).frame();
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(ping);
        joined.writeBytes(client.registration().frame());
        joined.writeBytes(ping);
        client.send(joined.toByteArray());
        assertThat(client.receive().command()).isEqualTo(MessageKind.PONG_CLIENT.code());
        assertThat(client.receive().command()).isEqualTo(MessageKind.REPLY.code());
        assertThat(client.receive().command()).isEqualTo(MessageKind.PONG_CLIENT.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, 100, 114, 160, 200, 255, 256, 511})
    void aFlippedByteEndsTheConnectionAndChangesNothing(int at) throws IOException {
        byte[] frame = client.registration().frame();
        frame[at] ^= 1;
        client.send(frame);
        assertThat(client.ended()).isTrue();
        try (var other = new RawClient(replica.port())) {
            assertThat(other.register().op()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 0, -1, Header.MESSAGE_BYTES_MAX + 1, Integer.MIN_VALUE})
    void anImpossibleSizeEndsTheConnection(int size) throws IOException {
        ByteBuffer frame = Header.littleEndian(client.registration().frame());
        frame.putInt(Header.SIZE, size);
        Header.headerChecksum(frame).put(frame, Header.CHECKSUM);
        client.send(frame.array());
        assertThat(client.ended()).isTrue();
    }

    @Test
    void anotherClusterEndsTheConnection() throws IOException {
        client.send(new Ping(U128.of(1), Header.RELEASE, client.id(), 5).frame());
        assertThat(client.ended()).isTrue();
    }

    @Test
    void anUnknownCommandEndsTheConnection() throws IOException {
        client.send(withByte(Header.COMMAND, 77));
        assertThat(client.ended()).isTrue();
    }

    /** Each of these is checksummed rightly, and is still no request. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                16,
                48,
                64,
                Header.EPOCH,
                Header.PROTOCOL,
                Header.REPLICA,
                116,
                128,
                144,
                176,
                184,
                192,
                197,
                255
            })
    void aFieldThatMustBeZeroMakesAMessageIgnored(int at) throws IOException {
        client.send(withByte(at, 1));
        assertThat(client.silent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 8, 18, 24})
    void aReplicasCommandIsIgnored(int command) throws IOException {
        client.send(withByte(Header.COMMAND, command));
        assertThat(client.silent()).isTrue();
    }

    @Test
    void garbageEndsTheConnectionOnly() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 20; i++) {
            try (var garbler = new RawClient(replica.port())) {
                byte[] garbage = new byte[Header.BYTES];
                random.nextBytes(garbage);
                garbler.send(garbage);
                assertThat(garbler.ended()).isTrue();
            }
        }
        assertThat(client.register().op()).isEqualTo(2);
    }

    @Test
    void whoSaysNothingOrStopsHalfWayDisturbsNobody() throws IOException {
        try (var idle = new Socket("127.0.0.1", replica.port());
                var half = new RawClient(replica.port())) {
            assertThat(idle.isConnected()).isTrue();
            half.send(Arrays.copyOf(client.registration().frame(), 300));
            assertThat(client.register().op()).isEqualTo(2);
        }
    }

    /** A registration with one byte set and both checksums right. */
    private byte[] withByte(int at, int value) {
        ByteBuffer frame = Header.littleEndian(client.registration().frame());
        frame.put(at, (byte) value);
        Header.headerChecksum(frame).put(frame, Header.CHECKSUM);
        return frame.array();
    }
}
