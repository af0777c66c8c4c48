package global.pryzma.replica.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import com.sun.management.UnixOperatingSystemMXBean;

import global.pryzma.replica.protocol.Checksum;
import global.pryzma.replica.protocol.Frame;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageKind;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.U128;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;
import global.pryzma.replica.testing.RawClient;
import global.pryzma.replica.testing.ReplicaProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Whatever comes in over a connection: no input ends the server, stays in its memory, keeps a
 * connection, or changes its state, and a good client does not notice.
 */
@Isolated("it measures what this process has left over")
class FrameFuzzTest {
    private static final String LOGGER = FrameFuzzTest.class.getPackageName();
    private static final int STREAMS = 1500;
    private static final int IDLE_MAX = 40;
    private static final int SOCKET_PATIENCE_MILLIS = 40_000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long MEBIBYTE = 1 << 20;

    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(LOGGER);
    private final Deque<Socket> idle = new ArrayDeque<>();

    @TempDir private Path folder;

    @BeforeEach
    void watch() {
        // A line for each broken stream would be thousands.
        log.setLevel(Level.ERROR);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    }

    @AfterEach
    void stopWatching() throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(null);
        log.setLevel(null);
        for (Socket socket : idle) {
            socket.close();
        }
    }

    @Test
    void noInputDoesHarm() throws Exception {
        long seed = Dice.seed();
        System.out.println("frame fuzz: -Dtest.seed=" + seed);
        var dice = new Dice(seed);
        var mutations = new FrameMutations(dice, GoldenSessionTest.frames());
        var settings = ReplicaSettings.in(folder).withLimit(MessageLimit.DEVELOPMENT);
        byte[] before;
        try (var replica = EmbeddedReplica.start(settings);
                var client = new BodyClient(replica.address())) {
            fill(client);
            before = state(client);
            // The first streams load what is loaded once.
            play(dice, mutations, replica.port(), client, before, STREAMS / 10);
            long descriptors = descriptors();
            long heap = heapAfterCollection();
            play(dice, mutations, replica.port(), client, before, STREAMS);
            assertThat(replica.isAnswering()).isTrue();
            assertThat(replica.failure()).isEmpty();
            await("connections are let go")
                    .atMost(PATIENCE)
                    .until(() -> descriptors() <= descriptors + 2);
            await("memory is let go")
                    .atMost(PATIENCE)
                    .until(() -> heapAfterCollection() <= heap + 32 * MEBIBYTE);
            assertThat(state(client)).as("seed %d", seed).isEqualTo(before);
        }
        assertThat(uncaught).as("seed %d", seed).isEmpty();
        try (var replica = EmbeddedReplica.start(settings);
                var client = new BodyClient(replica.address())) {
            assertThat(state(client)).as("after a restart, seed %d", seed).isEqualTo(before);
        }
    }

    /** A session's own requests, right but for their bodies. */
    @Test
    void noBodyDoesHarm() throws Exception {
        long seed = Dice.seed();
        System.out.println("body fuzz: -Dtest.seed=" + seed);
        var dice = new Dice(seed);
        var settings = ReplicaSettings.in(folder).withLimit(MessageLimit.DEVELOPMENT);
        try (var replica = EmbeddedReplica.start(settings);
                var good = new BodyClient(replica.address());
                var session = new RawClient(replica.port())) {
            fill(good);
            byte[] before = state(good);
            session.register();
            int number = 1;
            for (int i = 0; i < STREAMS; i++) {
                int operation = dice.between(131, 136);
                int size = dice.percent(50) ? right(operation, dice) : dice.below(400);
                byte[] request = session.request(number, operation, dice.bytes(size)).frame();
                session.send(request);
                // Every one is answered, with a reply or an eviction that keeps the session.
                Frame answer = session.receive();
                if (answer.command() == MessageKind.REPLY.code()) {
                    session.exchange(request);
                    number++;
                } else {
                    assertThat(answer.command()).isEqualTo(MessageKind.EVICTION.code());
                    assertThat(answer.header().get(255)).isEqualTo((byte) 5);
                }
            }
            assertThat(number).as("seed %d", seed).isGreaterThan(STREAMS / 3);
            assertThat(state(good)).as("seed %d", seed).isEqualTo(before);
        }
        assertThat(uncaught).as("seed %d", seed).isEmpty();
    }

    /** More bodies announced than memory is there for, in a server with a small heap. */
    @Test
    void anAnnouncedBodyTakesNoMemoryBeforeItComes() throws Exception {
        ByteBuffer header = ModelBytes.of(GoldenSessionTest.frames().getFirst().clone());
        header.putInt(Header.SIZE, Header.MESSAGE_BYTES_MAX);
        Header.headerChecksum(header).put(header, Header.CHECKSUM);
        try (var process = ReplicaProcess.start(folder, 0);
                var client = new BodyClient(process.address())) {
            fill(client);
            byte[] before = state(client);
            for (int i = 0; i < 700; i++) {
                var socket = new Socket("127.0.0.1", process.port());
                idle.add(socket);
                socket.getOutputStream().write(header.array(), 0, Header.BYTES);
                if (i % 50 == 0) {
                    assertThat(state(client)).isEqualTo(before);
                }
            }
            assertThat(state(client)).isEqualTo(before);
            // All of them are still waited for.
            for (Socket socket : idle) {
                socket.setSoTimeout(1);
                assertThat(socket.getInputStream().available()).isZero();
                assertThat(ended(socket)).isFalse();
            }
        }
    }

    /** More bodies than memory is there for, all but the last byte of each. */
    @Test
    void unfinishedBodiesTakeNoMoreThanTheirShare() throws Exception {
        byte[] unfinished = new byte[Header.MESSAGE_BYTES_MAX - 1];
        byte[] golden = GoldenSessionTest.frames().getFirst();
        ByteBuffer header = ModelBytes.of(unfinished).put(0, golden, 0, Header.BYTES);
        header.putInt(Header.SIZE, Header.MESSAGE_BYTES_MAX);
        Header.headerChecksum(header).put(header, Header.CHECKSUM);
        try (var process = ReplicaProcess.start(folder, 0);
                var client = new BodyClient(process.address())) {
            fill(client);
            byte[] before = state(client);
            for (int i = 0; i < 700; i++) {
                var socket = new Socket("127.0.0.1", process.port());
                idle.add(socket);
                socket.getOutputStream().write(unfinished);
                if (i % 50 == 0) {
                    assertThat(state(client)).isEqualTo(before);
                }
            }
            assertThat(state(client)).isEqualTo(before);
            assertLongestStalledHaveGone();
        }
    }

    private void assertLongestStalledHaveGone() throws IOException {
        List<Socket> all = List.copyOf(idle);
        int open = 0;
        for (Socket socket : all) {
            socket.setSoTimeout(1);
            open += ended(socket) ? 0 : 1;
        }
        // A quarter of 512 MiB, in bodies of one.
        assertThat(open).isBetween(1, 128);
        assertThat(ended(all.getFirst())).isTrue();
        assertThat(ended(all.getLast())).isFalse();
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    private void play(
            Dice dice,
            FrameMutations mutations,
            int port,
            BodyClient client,
            byte[] before,
            int streams)
            throws Exception {
        for (int i = 0; i < streams; i++) {
            play(dice, mutations.stream(), port);
            if (i % 5 == 0) {
                // Often, so that no registration takes this session for an old one.
                byte[] id = ModelBytes.of(new byte[16]).putLong(0, 1).array();
                assertThat(client.ask(ReferenceModel.LOOKUP_ACCOUNTS, id).body()).hasSize(128);
            }
            if (i % 250 == 0) {
                assertThat(state(client)).isEqualTo(before);
            }
        }
        for (Socket socket : idle) {
            socket.close();
        }
        idle.clear();
    }

    /** Sends a stream in pieces and leaves in one way or another. */
    private void play(Dice dice, byte[] stream, int port) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SOCKET_PATIENCE_MILLIS);
        try {
            OutputStream out = socket.getOutputStream();
            int at = 0;
            while (at < stream.length) {
                int left = stream.length - at;
                int piece = dice.percent(60) ? left : Math.min(left, dice.between(1, 300));
                out.write(stream, at, piece);
                at += piece;
            }
            int end = dice.below(100);
            if (end < 10) {
                keepIdle(socket);
                return;
            }
            if (end < 60) {
                socket.shutdownOutput();
                check(socket.getInputStream());
            } else if (end < 80) {
                // Gone without a word, with answers unread.
                socket.setSoLinger(true, 0);
            }
        } catch (SocketException e) {
            // It was told that the stream is broken; what it did not read resets the connection.
        }
        socket.close();
    }

    private void keepIdle(Socket socket) throws IOException {
        idle.add(socket);
        if (idle.size() > IDLE_MAX) {
            idle.removeFirst().close();
        }
    }

    /** Whatever the server says until it ends the connection is whole frames of a server. */
    private static void check(InputStream in) throws IOException {
        for (byte[] header = in.readNBytes(Header.BYTES);
                header.length > 0;
                header = in.readNBytes(Header.BYTES)) {
            assertThat(header).hasSize(Header.BYTES);
            ByteBuffer bytes = ModelBytes.of(header);
            assertThat(U128.get(bytes, 0)).isEqualTo(Header.headerChecksum(bytes));
            assertThat(bytes.get(Header.COMMAND)).isIn((byte) 4, (byte) 8, (byte) 18);
            byte[] body = in.readNBytes(bytes.getInt(Header.SIZE) - Header.BYTES);
            assertThat(U128.get(bytes, 32)).isEqualTo(Checksum.of(body, 0, body.length));
        }
    }

    private static int right(int operation, Dice dice) {
        return switch (operation) {
            case ReferenceModel.GET_ACCOUNT_TRANSFERS, ReferenceModel.GET_ACCOUNT_BALANCES -> 128;
            case ReferenceModel.QUERY_ACCOUNTS, ReferenceModel.QUERY_TRANSFERS -> 64;
            default -> 16 * dice.below(100);
        };
    }

    private static void fill(BodyClient client) throws Exception {
        var dice = new Dice(1);
        var model = new ReferenceModel();
        byte[] accounts = new RandomAccounts(dice, model).first(10);
        var made = client.ask(ReferenceModel.CREATE_ACCOUNTS, accounts);
        model.answer(ReferenceModel.CREATE_ACCOUNTS, accounts, made.timestamp());
        var transfers = new RandomTransfers(dice, model, false);
        for (int i = 0; i < 5; i++) {
            byte[] body = transfers.message(50);
            var answer = client.ask(ReferenceModel.CREATE_TRANSFERS, body);
            model.answer(ReferenceModel.CREATE_TRANSFERS, body, answer.timestamp());
        }
    }

    /** Every account and transfer that there is. */
    private static byte[] state(BodyClient client) throws Exception {
        byte[] everything = ModelBytes.of(new byte[64]).putInt(56, 8190).array();
        var state = new ByteArrayOutputStream();
        byte[] accounts = client.ask(ReferenceModel.QUERY_ACCOUNTS, everything).body();
        assertThat(accounts).hasSize(10 * 128);
        state.writeBytes(accounts);
        state.writeBytes(client.ask(ReferenceModel.QUERY_TRANSFERS, everything).body());
        return state.toByteArray();
    }

    private static long descriptors() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
