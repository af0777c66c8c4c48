package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.tigerbeetle.RequestException;

import global.pryzma.replica.journal.JournalHead;
import global.pryzma.replica.machine.Bodies;
import global.pryzma.replica.machine.Sessions;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.testing.Native;
import global.pryzma.replica.testing.RawClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Many clients, many connections, and sessions that outlive both. */
class ConnectionsTest {
    private static final byte[] NOTHING = new byte[0];
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private EmbeddedReplica replica;
    private final List<RawClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        replica = EmbeddedReplica.start(settings());
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        replica.close();
    }

    /** A real server takes 32. */
    @Test
    void anyNumberOfConnections() throws IOException {
        for (int i = 0; i < 300; i++) {
            assertThat(connect().silent()).isTrue();
        }
        for (RawClient client : clients) {
            client.register();
        }
        assertThat(replica.sessions()).hasSize(Sessions.MAX);
    }

    /** As a real server has it: a registration says whose connection it is. */
    @Test
    void aConnectionSpeaksForOneClient() throws IOException {
        RawClient first = connect();
        first.register();
        RawClient second = new RawClient(first);
        second.send(second.registration().frame());
        assertThat(second.ended()).isTrue();
        assertThat(replica.sessions()).hasSize(1);
    }

    /**
     * A request over a connection that nobody has claimed is executed at once, and its reply
     * dropped until the client's ping; then the client asks again and gets the stored one.
     */
    @Test
    void afterACutOrARestartAClientHearsNothingBeforeItsPing() throws IOException {
        RawClient client = connect();
        client.register();
        RawClient other = connect();
        other.register();
        for (boolean restart : new boolean[] {false, true}) {
            if (restart) {
                replica.close();
                replica = EmbeddedReplica.start(settings().withPort(replica.port()));
                other.reconnect(replica.port());
            }
            client.reconnectUnknown(replica.port());
            int id = restart ? 2 : 1;
            byte[] create = client.next(Operation.CREATE_ACCOUNTS, Bodies.account(id)).frame();
            client.send(create);
            await().atMost(PATIENCE).until(() -> exists(other, id));
            assertThat(client.silent()).isTrue();
            // A second creation would be told that the account exists.
            assertThat(client.exchange(create).body()).isEmpty();
        }
    }

    private static boolean exists(RawClient asking, int id) throws IOException {
        byte[] lookup = asking.next(Operation.LOOKUP_ACCOUNTS, Bodies.id(id)).frame();
        return asking.exchange(lookup).body().length > 0;
    }

    /** What is for a client goes where it was last seen. */
    @Test
    void aReplyGoesToTheClientsOwnConnection() throws IOException {
        RawClient client = connect();
        client.register();
        RawClient elsewhere = client.elsewhere(replica.port());
        clients.add(elsewhere);
        assertThat(client.ended()).isTrue();
        client.reconnectUnknown(replica.port());
        client.send(client.next(Operation.LOOKUP_ACCOUNTS, NOTHING).frame());
        assertThat(Reply.of(elsewhere.receive()).number()).isEqualTo(1);
    }

    /** Evictions too: an unknown connection is told nothing. */
    @Test
    void anEvictionWaitsForThePingToo() throws IOException {
        RawClient client = connect();
        client.reconnectUnknown(replica.port());
        client.send(client.request(1, Operation.LOOKUP_ACCOUNTS.code(), NOTHING).frame());
        client.register();
        assertThat(replica.sessions()).hasSize(1);
    }

    /** As a real server does while it opens its data file. */
    @Test
    void afterAStartItMayLetInAndBeSilent() throws IOException {
        int port = replica.port();
        replica.stopAnswering();
        replica.startAnswering(Duration.ofSeconds(3));
        long start = System.nanoTime();
        RawClient client = connect();
        client.register();
        assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofSeconds(2).toNanos());
        replica.close();
        replica =
                EmbeddedReplica.start(
                        settings().withPort(port).withSilence(Duration.ofMillis(700)));
        start = System.nanoTime();
        client.reconnect(port);
        assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(500).toNanos());
        client.exchange(client.next(Operation.LOOKUP_ACCOUNTS, NOTHING).frame());
    }

    @Test
    void aSessionMovesToAnotherConnection() throws IOException {
        RawClient client = connect();
        client.register();
        for (int i = 0; i < 3; i++) {
            client.reconnect(replica.port());
            client.exchange(client.next(Operation.LOOKUP_ACCOUNTS, NOTHING).frame());
        }
        assertThat(replica.sessions()).hasSize(1);
    }

    /** Whoever asks for much and reads nothing waits for himself alone. */
    @Test
    void aClientThatDoesNotReadDisturbsNobody() throws IOException {
        RawClient creator = connect();
        creator.register();
        byte[] accounts = new byte[8000 * 128];
        for (int i = 0; i < 8000; i++) {
            System.arraycopy(Bodies.account(i + 1), 0, accounts, 128 * i, 128);
        }
        creator.exchange(creator.next(Operation.CREATE_ACCOUNTS, accounts).frame());
        byte[] ids = new byte[8000 * 16];
        for (int i = 0; i < 8000; i++) {
            System.arraycopy(Bodies.id(i + 1), 0, ids, 16 * i, 16);
        }
        byte[] lookup = creator.next(Operation.LOOKUP_ACCOUNTS, ids).frame();
        // A duplicate is answered each time: 20 MB that nobody takes.
        creator.exchange(lookup);
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                for (int i = 0; i < 20; i++) {
                                    creator.send(lookup);
                                }
                            } catch (IOException e) {
                                // The test is over.
                            }
                        });
        RawClient other = connect();
        other.register();
        for (int i = 0; i < 20; i++) {
            other.exchange(other.next(Operation.LOOKUP_ACCOUNTS, NOTHING).frame());
        }
        creator.close();
        await().atMost(PATIENCE).until(() -> !sender.isAlive());
    }

    /** All 64, each with its last reply, from a snapshot and from a journal. */
    @Test
    void sessionsAndStoredRepliesSurviveARestart() throws IOException {
        Map<RawClient, byte[]> last = new LinkedHashMap<>();
        Map<RawClient, Reply> replies = new LinkedHashMap<>();
        for (int i = 0; i < Sessions.MAX; i++) {
            RawClient client = connect();
            client.register();
            byte[] create =
                    client.next(Operation.CREATE_ACCOUNTS, Bodies.account(1 + i % 40)).frame();
            replies.put(client, client.exchange(create));
            last.put(client, create);
        }
        await().atMost(PATIENCE).until(this::hasSnapshot);
        for (int restart = 0; restart < 2; restart++) {
            replica.close();
            replica = EmbeddedReplica.start(settings());
            assertThat(replica.sessions()).hasSize(Sessions.MAX);
            for (Map.Entry<RawClient, byte[]> entry : last.entrySet()) {
                RawClient client = entry.getKey();
                client.reconnect(replica.port());
                Reply again = client.exchange(entry.getValue());
                assertThat(again).usingRecursiveComparison().isEqualTo(replies.get(client));
            }
        }
        for (RawClient client : last.keySet()) {
            client.exchange(client.next(Operation.LOOKUP_ACCOUNTS, NOTHING).frame());
        }
    }

    /** 63 newer clients leave an idle native one its session; the 64th takes it. */
    @Test
    void theNativeClientLearnsThatItWasEvicted() throws Exception {
        try (var idle = Native.connect(replica.address())) {
            Native.createAccounts(idle, 2);
            for (int i = 0; i < Sessions.MAX - 1; i++) {
                connect().register();
            }
            assertThat(Native.debitsPosted(idle, 1)).isZero();
            for (int i = 0; i < Sessions.MAX; i++) {
                connect().register();
            }
            assertThatThrownBy(() -> Native.debitsPosted(idle, 1))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            evicted -> assertThat(evicted.getStatus()).isEqualTo((byte) 2));
        }
    }

    private boolean hasSnapshot() throws IOException {
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("snapshot-\\d+"));
        }
    }

    private RawClient connect() throws IOException {
        var client = new RawClient(replica.port());
        clients.add(client);
        return client;
    }

    private ReplicaSettings settings() {
        return ReplicaSettings.in(folder).withSnapshotAfterBytes(JournalHead.BYTES + 10_000);
    }
}
