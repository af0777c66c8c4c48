package global.pryzma.replica.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.tigerbeetle.Client;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.RequestException;
import com.tigerbeetle.UInt128;

import global.pryzma.replica.protocol.Corruption;
import global.pryzma.replica.testing.Native;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Every fault, as the native client bears it: nothing happens twice, and it gets its answer, as
 * long as its connection lasts. Where that is lost, its request is executed all the same, and the
 * answer comes after its next ping, up to 30 s later.
 */
class FaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private EmbeddedReplica replica;
    private Client client;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        replica = EmbeddedReplica.start(ReplicaSettings.in(folder));
        client = Native.connect(replica.address());
        Native.createAccounts(client, 2);
    }

    @AfterEach
    void stop() {
        client.close();
        replica.close();
    }

    @Test
    void droppedReplies() throws Exception {
        replica.replyFaults().drop(2);
        transferOnce();
    }

    @Test
    void aDelayedReply() throws Exception {
        // Longer than the client waits before it asks again.
        replica.replyFaults().delay(1, Duration.ofMillis(900));
        transferOnce();
    }

    @Test
    void duplicatedReplies() throws Exception {
        replica.replyFaults().duplicate(2);
        transferOnce();
    }

    @ParameterizedTest
    @EnumSource
    void aCorruptReply(Corruption how) throws Exception {
        replica.replyFaults().corrupt(1, how);
        transferOnceUnheard();
    }

    /** The reply to the registration goes wrong. */
    @ParameterizedTest
    @EnumSource
    void aCorruptRegistration(Corruption how) throws Exception {
        replica.replyFaults().corrupt(1, how);
        try (var other = Native.connect(replica.address())) {
            assertThat(Native.debitsPosted(other, 1)).isZero();
            assertThat(replica.replyFaults().left()).isZero();
        }
    }

    @Test
    void clearedFaultsDoNotHappen() throws Exception {
        replica.replyFaults().drop(1000);
        replica.replyFaults().clear();
        transferOnce();
    }

    @Test
    void refusedConnectionsLeaveThePresentOnesAlone() throws Exception {
        replica.refuseConnections();
        assertThatThrownBy(() -> new Socket("127.0.0.1", replica.port()))
                .isInstanceOf(ConnectException.class);
        transferOnce();
        assertThat(replica.isAnswering()).isTrue();
        try (var other = Native.connect(replica.address())) {
            var waiting = other.lookupAccountsAsync(ids());
            replica.startAnswering();
            assertThat(Native.await(waiting).getLength()).isEqualTo(1);
        }
    }

    @Test
    void itStopsForAWhile() throws Exception {
        replica.stopAnsweringFor(Duration.ofMillis(300));
        await().atMost(PATIENCE).until(replica::isAnswering);
        transferOnceUnheard();
    }

    @Test
    void aLaterStopIsNotEndedByTheTimeOfAnEarlierOne() throws Exception {
        replica.stopAnsweringFor(Duration.ofMillis(20));
        replica.startAnswering();
        replica.stopAnswering();
        await().during(Duration.ofMillis(200)).until(() -> !replica.isAnswering());
        replica.startAnswering();
        transferOnceUnheard();
    }

    @Test
    void aReplicaThatIsClosedWhileItStopsStaysClosed() {
        replica.stopAnsweringFor(Duration.ofMillis(1));
        replica.close();
        await().during(Duration.ofMillis(50)).until(() -> !replica.isAnswering());
    }

    @Test
    void anEvictedSessionEndsItsClientAlone() throws Exception {
        BigInteger first = replica.sessions().getFirst();
        try (var other = Native.connect(replica.address())) {
            assertThat(Native.debitsPosted(other, 1)).isZero();
            assertThat(replica.sessions()).hasSize(2).startsWith(first);
            assertThat(replica.evictSession(first)).isTrue();
            assertThat(replica.evictSession(first)).isFalse();
            assertThat(replica.sessions()).hasSize(1).doesNotContain(first);
            assertThatThrownBy(() -> Native.debitsPosted(client, 1))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            evicted -> assertThat(evicted.getStatus()).isEqualTo((byte) 2));
            assertThat(Native.debitsPosted(other, 1)).isZero();
        }
    }

    /** Every kind of answer may be lost, not only that of a transfer. */
    @Test
    void severalFaultsAtOnce() throws Exception {
        for (Corruption how : List.of(Corruption.HEADER_CHECKSUM, Corruption.CUT)) {
            replica.replyFaults().corrupt(1, how);
            replica.replyFaults().drop(1);
            replica.replyFaults().duplicate(1);
            try (var other = Native.connect(replica.address())) {
                assertThat(Native.debitsPosted(other, 1)).isZero();
            }
        }
        transferOnce();
    }

    private void transferOnceUnheard() throws Exception {
        var pending = client.createTransfersAsync(Native.transfers(10, 5));
        await().atMost(PATIENCE).until(() -> replica.replyFaults().left() == 0);
        try (var other = Native.connect(replica.address())) {
            await().atMost(PATIENCE).until(() -> Native.debitsPosted(other, 1) == 5);
        }
        assertThat(pending).isNotCompletedExceptionally();
    }

    private void transferOnce() throws Exception {
        var pending = client.createTransfersAsync(Native.transfers(10, 5));
        assertThat(Native.await(pending).getLength()).isZero();
        await().atMost(PATIENCE).until(() -> Native.debitsPosted(client, 1) == 5);
        assertThat(replica.replyFaults().left()).isZero();
    }

    private static IdBatch ids() {
        return new IdBatch(UInt128.asBytes(1));
    }
}
